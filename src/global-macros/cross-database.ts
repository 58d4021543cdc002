import { TemplateFault } from '../template/runtime/template-fault.ts';
import type { Value } from '../template/value.ts';
import { toJson } from '../template/values/to-json.ts';
import { toText } from '../template/values/to-text.ts';
import { dispatched } from './define-macro.ts';
import type { GlobalMacro } from './global-macro.ts';
import type { MacroContext } from './macro-context.ts';

/** What a dialect's function is given for a template value: lists as lists, numbers as numbers, the rest as text. */
function sqlArgument(value: Value): unknown {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(sqlArgument);
  return typeof value === 'object' && value instanceof Map ? toJson(value) : toText(value);
}

/** A macro that is a function of the dialect under the same name. Throws TemplateFault when the dialect lacks it. */
function fromDialect(name: string, specs: readonly (string | readonly [string, Value])[]): GlobalMacro {
  const parameters = specs.map((spec) => ({
    name: typeof spec === 'string' ? spec.replace(/=$/, '') : spec[0],
    isText: typeof spec === 'string' && !spec.endsWith('='),
  }));
  return dispatched(specs, (context, args) =>
    callDialect(
      context,
      name,
      // What dbt's macros print is the word for it.
      parameters.map(({ name: key, isText }) =>
        isText && args[key] === null ? 'None' : (args[key] ?? null),
      ),
    ),
  );
}

/** Calls a cross-database function of the dialect. */
export function callDialect(context: MacroContext, name: string, args: readonly Value[]): string {
  const { dialect } = context.adapter;
  const call = dialect.functions[name] as ((...values: unknown[]) => string) | undefined;
  if (call === undefined) {
    throw new TemplateFault(`The ${context.adapter.name} adapter has no function '${name}'`);
  }
  return call(...args.map(sqlArgument));
}

/** Cross-database functions under dbt's macro names; the SQL is the dialect's. */
export const crossDatabaseMacros = {
  concat: fromDialect('concat', ['fields']),
  hash: fromDialect('hash', ['field']),
  length: fromDialect('length', ['expression']),
  position: fromDialect('position', ['substring_text', 'string_text']),
  replace: fromDialect('replace', ['field', 'old_chars', 'new_chars']),
  right: fromDialect('right', ['string_text', 'length_expression']),
  split_part: fromDialect('split_part', ['string_text', 'delimiter_text', 'part_number']),
  string_literal: fromDialect('string_literal', ['value']),
  escape_single_quotes: fromDialect('escape_single_quotes', ['expression']),
  safe_cast: fromDialect('safe_cast', ['field', 'type']),
  cast: fromDialect('cast', ['field', 'type']),
  cast_bool_to_text: fromDialect('cast_bool_to_text', ['field']),
  any_value: fromDialect('any_value', ['expression']),
  bool_or: fromDialect('bool_or', ['expression']),
  except: fromDialect('except', []),
  intersect: fromDialect('intersect', []),
  date_trunc: fromDialect('date_trunc', ['datepart', 'date']),
  dateadd: fromDialect('dateadd', ['datepart', 'interval', 'from_date_or_timestamp']),
  datediff: fromDialect('datediff', ['first_date', 'second_date', 'datepart']),
  date: fromDialect('date', ['year', 'month', 'day']),
  last_day: fromDialect('last_day', ['date', 'datepart']),
  listagg: fromDialect('listagg', ['measure', ['delimiter_text', "','"], 'order_by_clause=', 'limit_num=']),
  array_construct: fromDialect('array_construct', [
    ['inputs', []],
    ['data_type', 'integer'],
  ]),
  array_append: fromDialect('array_append', ['array', 'new_element']),
  array_concat: fromDialect('array_concat', ['array_1', 'array_2']),
  equals: fromDialect('equals', ['expr1', 'expr2']),
  type_string: fromDialect('type_string', []),
  type_timestamp: fromDialect('type_timestamp', []),
  type_float: fromDialect('type_float', []),
  type_numeric: fromDialect('type_numeric', []),
  type_bigint: fromDialect('type_bigint', []),
  type_int: fromDialect('type_int', []),
  type_boolean: fromDialect('type_boolean', []),
  current_timestamp: fromDialect('current_timestamp', []),
  current_timestamp_backcompat: fromDialect('current_timestamp_backcompat', []),
  current_timestamp_in_utc_backcompat: fromDialect('current_timestamp_in_utc_backcompat', []),
  snapshot_get_time: fromDialect('snapshot_get_time', []),
  snapshot_string_as_time: fromDialect('snapshot_string_as_time', ['timestamp']),
  generate_series: fromDialect('generate_series', ['upper_bound']),
  get_powers_of_two: fromDialect('get_powers_of_two', ['upper_bound']),
} satisfies Record<string, GlobalMacro>;
