import { literal } from '../../src/adapter-api/ansi/naming.ts';
import { ansiFunctions, type SqlArgument } from '../../src/adapter-api/ansi/functions.ts';
import type { CrossDatabaseFunction } from '../../src/adapter-api/dialect.ts';

const given = (value: SqlArgument): boolean => value !== null && value !== undefined && value !== '';

/** Parts that DuckDB's `date_diff` counts as dbt does. */
function datediff(first: string, second: string, part: string): string {
  const days = `(date_diff('day', ${first}::timestamp, ${second}::timestamp ))`;
  if (part.toLowerCase() !== 'week')
    return `(date_diff('${part}', ${first}::timestamp, ${second}::timestamp ))`;
  // A week counts when its first day, Sunday, is passed.
  return `(
    ${days}
    // 7 + case
        when date_part('dow', (${first})::timestamp) <= date_part('dow', (${second})::timestamp) then
            case when ${first} <= ${second} then 0 else -1 end
        else
            case when ${first} <= ${second} then 1 else 0 end
    end)`;
}

const dateadd = (part: string, interval: SqlArgument, from: string): string =>
  `(${from} + cast(${interval} as bigint) * interval 1 ${part})`;

/** DuckDB's cross-database functions. */
export const duckdbFunctions = {
  ...ansiFunctions,
  dateadd,
  datediff,
  last_day(date: string, part: string) {
    const start = `date_trunc('${part}', ${date})`;
    const next = part === 'quarter' ? dateadd('month', 3, start) : dateadd(part, 1, start);
    const note = part === 'quarter' ? '-- duckdb dateadd does not support quarter interval.\n' : '';
    return `${note}cast(\n    ${dateadd('day', -1, next)}\n    as date)`;
  },
  listagg(measure: string, delimiter: SqlArgument, order: SqlArgument, limit: SqlArgument) {
    const by = given(order) ? `\n        ${order}` : '';
    const text = given(delimiter) ? String(delimiter) : "','";
    if (!given(limit)) return `string_agg(\n    ${measure},\n    ${text}${by}\n)`;
    return `list_aggr(\n    (array_agg(\n        ${measure}${by}\n    ))[1:${limit}],\n    'string_agg',\n    ${text}\n)`;
  },
  split_part: (text: string, delimiter: string, part: SqlArgument) =>
    `string_split(${text}, ${delimiter})[ ${part} ]`,
  any_value: (expression: string) => `arbitrary(${expression})`,
  cast_bool_to_text: (field: string) => `cast(${field} as TEXT)`,
  generate_series: (upper: number) =>
    `select\n    generate_series as generated_number\nfrom generate_series(1, ${upper})`,
  current_timestamp: () => 'now()',
  snapshot_get_time: () => 'now()::timestamp',
  snapshot_string_as_time: (timestamp: string) => `${literal(timestamp)}::timestamp`,
  hash: (field: string) => `md5(cast(${field} as TEXT))`,
} satisfies Record<string, CrossDatabaseFunction>;
