import { ansiFunctions, type SqlArgument } from '../../src/adapter-api/ansi/functions.ts';
import { literal, quoteIdentifier } from '../../src/adapter-api/ansi/naming.ts';
import type { CrossDatabaseFunction } from '../../src/adapter-api/dialect.ts';

const given = (value: SqlArgument): boolean => value !== null && value !== undefined && value !== '';
const dateadd = ansiFunctions.dateadd;
const partOf = (part: string, date: string, type: 'date' | 'timestamp'): string =>
  `date_part('${part}', (${date})::${type})`;

/** A finer part counted from a coarser one: `coarse * factor + part of second - part of first`. */
function finer(
  [coarse, factor]: readonly [string, number],
  part: string,
  first: string,
  second: string,
): string {
  const type = part === 'quarter' || part === 'month' ? 'date' : 'timestamp';
  const whole = part === 'second' || part === 'millisecond' || part === 'microsecond';
  const value = (date: string): string =>
    whole ? `floor(${partOf(part, date, type)})` : partOf(part, date, type);
  return `(\n        ${datediff(first, second, coarse)}\n     * ${factor} + ${value(second)} - ${value(first)})`;
}

/** What a part is counted from, and how many of it there are in one of those. */
const COARSER: Readonly<Record<string, readonly [string, number]>> = {
  quarter: ['year', 4],
  month: ['year', 12],
  hour: ['day', 24],
  minute: ['hour', 60],
  second: ['minute', 60],
  millisecond: ['minute', 60_000],
  microsecond: ['minute', 60_000_000],
};

/** The number of boundaries of `part` between two instants, as dbt counts them on Postgres. */
function datediff(first: string, second: string, datepart: string): string {
  const part = datepart.toLowerCase();
  if (part === 'year') return `(${partOf(part, second, 'date')} - ${partOf(part, first, 'date')})`;
  if (part === 'day') return `((${second})::date - (${first})::date)`;
  if (part === 'week') return weeks(first, second);
  const coarser = COARSER[part];
  if (coarser === undefined) throw new RangeError(`Unsupported datepart for datediff: ${datepart}`);
  return finer(coarser, part, first, second);
}

/** A week counts when its first day, Sunday, is passed. */
function weeks(first: string, second: string): string {
  return `(
        ${datediff(first, second, 'day')}
     / 7 + case
            when ${partOf('dow', first, 'timestamp')} <= ${partOf('dow', second, 'timestamp')} then
                case when ${first} <= ${second} then 0 else -1 end
            else
                case when ${first} <= ${second} then 1 else 0 end
        end)`;
}

function showGrants(_relation: string, database: SqlArgument, schema: string, identifier: string): string {
  const place = given(database) ? `${quoteIdentifier(String(database))}.` : '';
  return [
    'select grantee, privilege_type',
    `from ${place}INFORMATION_SCHEMA.role_table_grants`,
    'where grantor = current_role',
    '  and grantee != current_role',
    `  and table_schema = ${literal(schema)}`,
    `  and table_name = ${literal(identifier)}`,
  ].join('\n');
}

/** PostgreSQL's cross-database functions. */
export const postgresFunctions = {
  ...ansiFunctions,
  datediff,
  any_value: (expression: string) => `min(${expression})`,
  cast_bool_to_text: (field: string) => `cast(${field} as TEXT)`,
  hash: (field: string) => `md5(cast(${field} as TEXT))`,
  current_timestamp: () => 'now()',
  current_timestamp_in_utc_backcompat: () => "(current_timestamp at time zone 'utc')::timestamp",
  snapshot_get_time: () => 'now()::timestamp without time zone',
  show_grants: showGrants,
  date: (year: SqlArgument, month: SqlArgument, day: SqlArgument) => {
    const two = (value: SqlArgument): string => String(value).padStart(2, '0');
    return `to_date('${year}-${two(month)}-${two(day)}', 'YYYY-MM-DD')`;
  },
  last_day(date: string, part: string) {
    const start = `date_trunc('${part}', ${date})`;
    const next = part === 'quarter' ? dateadd('month', 3, start) : dateadd(part, 1, start);
    const note = part === 'quarter' ? '-- postgres dateadd does not support quarter interval.\n' : '';
    return `${note}cast(\n    ${dateadd('day', -1, next)}\n    as date)`;
  },
  split_part(text: string, delimiter: string, part: SqlArgument) {
    const index =
      Number(part) < 0
        ? `length(${text})\n    - length(\n        replace(${text}, ${delimiter}, '')\n    ) + 2 + ${part}`
        : String(part);
    return `split_part(\n    ${text},\n    ${delimiter},\n    ${index}\n)`;
  },
} satisfies Record<string, CrossDatabaseFunction>;
