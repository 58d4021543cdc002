import type { CrossDatabaseFunction } from '../dialect.ts';
import { literal } from './naming.ts';

/** SQL text, a number, or nothing, as templates hand them to cross-database functions. */
export type SqlArgument = string | number | null | undefined;

const given = (value: SqlArgument): value is string | number =>
  value !== null && value !== undefined && value !== '';

/** Widths of the powers-of-two table that makes a series of numbers. */
function powersOfTwo(upper: number): number {
  if (upper <= 0) throw new RangeError('upper bound must be positive');
  let power = 0;
  while (2 ** power < upper) power += 1;
  return Math.max(1, power);
}

/** Cross-database functions in standard SQL, under dbt's macro names. */
export const ansiFunctions = {
  concat: (fields: readonly string[]) => fields.join(' || '),
  hash: (field: string) => `md5(cast(${field} as text))`,
  length: (expression: string) => `length(\n    ${expression}\n)`,
  position: (needle: string, text: string) => `position(\n    ${needle} in ${text}\n)`,
  replace: (field: string, from: string, to: string) => `replace(\n    ${field},\n    ${from},\n    ${to}\n)`,
  right: (text: string, length: SqlArgument) => `right(\n    ${text},\n    ${length}\n)`,
  split_part: (text: string, delimiter: string, part: SqlArgument) =>
    `split_part(\n    ${text},\n    ${delimiter},\n    ${part}\n)`,
  string_literal: (value: string) => `'${value}'`,
  escape_single_quotes: (text: string) => text.replace(/'/g, "''"),
  safe_cast: (field: string, type: string) => `cast(${field} as ${type})`,
  cast: (field: string, type: string) => `cast(${field} as ${type})`,
  cast_bool_to_text: (field: string) => `cast(${field} as varchar)`,
  any_value: (expression: string) => `any_value(${expression})`,
  bool_or: (expression: string) => `bool_or(${expression})`,
  except: () => 'except',
  intersect: () => 'intersect',
  date_trunc: (part: string, date: string) => `date_trunc('${part}', ${date})`,
  dateadd: (part: string, interval: SqlArgument, from: string) =>
    `${from} + ((interval '1 ${part}') * (${interval}))`,
  date: (year: SqlArgument, month: SqlArgument, day: SqlArgument) => `make_date(${year}, ${month}, ${day})`,
  listagg(measure: string, delimiter: SqlArgument, order: SqlArgument, limit: SqlArgument) {
    const by = given(order) ? `\n    ${order}` : '';
    const text = given(delimiter) ? String(delimiter) : "','";
    if (!given(limit)) return `string_agg(\n    ${measure},\n    ${text}${by}\n)`;
    return `array_to_string(\n    (array_agg(\n        ${measure}${by}\n    ))[1:${limit}],\n    ${text}\n)`;
  },
  array_construct: (inputs: readonly SqlArgument[], type: string) =>
    inputs.length > 0 ? `array[ ${inputs.join(' , ')} ]` : `array[]::${type}[]`,
  array_append: (array: string, element: SqlArgument) => `array_append(${array}, ${element})`,
  array_concat: (first: string, second: string) => `array_cat(${first}, ${second})`,
  equals: (first: string, second: string) => `(${first} = ${second})`,
  get_powers_of_two: (upper: number) => String(powersOfTwo(upper)),
  generate_series(upper: number) {
    const powers = powersOfTwo(upper);
    const numbers = Array.from({ length: powers }, (_, index) => index);
    return [
      'with p as (\n    select 0 as generated_number union all select 1\n), unioned as (\n    select',
      numbers.map((n) => `    p${n}.generated_number * power(2, ${n})`).join('\n     + '),
      '    + 1\n    as generated_number\n    from',
      numbers.map((n) => `    p as p${n}`).join('\n     cross join '),
      `)\n\nselect *\nfrom unioned\nwhere generated_number <= ${upper}\norder by generated_number`,
    ].join('\n');
  },
  type_string: () => 'TEXT',
  type_timestamp: () => 'timestamp',
  type_float: () => 'float',
  type_numeric: () => 'numeric(28,6)',
  type_bigint: () => 'bigint',
  type_int: () => 'integer',
  type_boolean: () => 'boolean',
  current_timestamp: () => 'current_timestamp',
  current_timestamp_backcompat: () => 'current_timestamp::timestamp',
  current_timestamp_in_utc_backcompat: () => 'current_timestamp::timestamp',
  snapshot_get_time: () => 'current_timestamp::timestamp',
  snapshot_string_as_time: (timestamp: string) => `${literal(timestamp)}::timestamp without time zone`,
  show_grants: (relation: string) => `show grants on ${relation}`,
} satisfies Record<string, CrossDatabaseFunction>;
