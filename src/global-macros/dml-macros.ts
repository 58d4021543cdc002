import type { Relation } from '../adapter-api/relation.ts';
import { TemplateFault } from '../template/runtime/template-fault.ts';
import type { Value } from '../template/value.ts';
import { TemplateObject } from '../template/value.ts';
import { toArray } from '../template/values/iterate.ts';
import { toText } from '../template/values/to-text.ts';
import { dispatched, plain, type MacroArguments } from './define-macro.ts';
import type { GlobalMacro } from './global-macro.ts';
import type { MacroContext } from './macro-context.ts';
import { ColumnValue } from './values/column-value.ts';
import { relationOf } from './values/relation-value.ts';

/** Column names of a list of columns, of names, or of dictionaries with a `name`. */
function columnNames(value: Value | undefined): readonly string[] {
  if (value === null || value === undefined) return [];
  return toArray(value).map((column) => {
    if (column instanceof ColumnValue) return column.column.name;
    if (column instanceof Map) return toText(column.get('name') ?? '');
    return column instanceof TemplateObject ? toText(column.getAttribute('name') ?? column) : toText(column);
  });
}

function keysOf(value: Value | undefined): readonly string[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value.map(toText) : [toText(value)];
}

const textList = (value: Value | undefined): readonly string[] =>
  value === null || value === undefined ? [] : Array.isArray(value) ? value.map(toText) : [toText(value)];

const target = (args: MacroArguments): Relation =>
  relationOf(args['target'] ?? args['target_relation'] ?? null, 'target');

function mergeSql(context: MacroContext, args: MacroArguments): string {
  const columns = columnNames(args['dest_columns']);
  return context.adapter.dialect.merge({
    target: target(args),
    source: toText(args['source'] ?? ''),
    keys: keysOf(args['unique_key']),
    insertColumns: columns,
    updateColumns: updateColumns(context, columns),
    predicates: textList(args['incremental_predicates']),
  });
}

function updateColumns(context: MacroContext, columns: readonly string[]): readonly string[] {
  const wanted = context.config['merge_update_columns'];
  const excluded = context.config['merge_exclude_columns'];
  const list = (value: unknown): readonly string[] =>
    Array.isArray(value) ? value.map(String) : value ? [String(value)] : [];
  if (wanted) return list(wanted);
  const without = new Set(list(excluded).map((name) => name.toLowerCase()));
  return columns.filter((name) => !without.has(name.toLowerCase()));
}

function deleteInsertSql(context: MacroContext, args: MacroArguments): string {
  const { dialect } = context.adapter;
  const keys = keysOf(args['unique_key']);
  const source = toText(args['source'] ?? '');
  const statements: string[] = [];
  if (keys.length > 0) {
    statements.push(
      dialect.deleteByKeys({
        target: target(args),
        keys,
        source,
        predicates: textList(args['incremental_predicates']),
      }),
    );
  }
  statements.push(
    dialect.insertSelect({ target: target(args), columns: columnNames(args['dest_columns']), source }),
  );
  return `${statements.join(';\n')};`;
}

/** `get_incremental_<strategy>_sql(arg_dict)`: the arguments come in one dictionary. */
function fromDictionary(args: MacroArguments): MacroArguments {
  const dictionary = args['arg_dict'];
  if (!(dictionary instanceof Map)) throw new TemplateFault('arg_dict must be a dictionary');
  const get = (name: string): Value => dictionary.get(name) ?? null;
  return {
    target: get('target_relation'),
    source: get('temp_relation'),
    unique_key: get('unique_key'),
    dest_columns: get('dest_columns'),
    incremental_predicates: get('incremental_predicates'),
  };
}

function appendSql(context: MacroContext, args: MacroArguments): string {
  const { dialect } = context.adapter;
  return dialect.insertSelect({
    target: target(args),
    columns: columnNames(args['dest_columns']),
    source: toText(args['source'] ?? ''),
  });
}

const MERGE_ARGUMENTS = [
  'target',
  'source',
  'unique_key',
  'dest_columns',
  'incremental_predicates=',
] as const;

/** Macros that make the DML of incremental models, and compare columns. */
export const dmlMacros = {
  get_merge_sql: dispatched(MERGE_ARGUMENTS, mergeSql),
  get_delete_insert_merge_sql: dispatched(MERGE_ARGUMENTS, deleteInsertSql),
  get_insert_into_sql: plain(['target_relation', 'temp_relation', 'dest_columns'], (context, args) =>
    appendSql(context, {
      ...args,
      target: args['target_relation'] ?? null,
      source: args['temp_relation'] ?? null,
    }),
  ),
  get_incremental_append_sql: dispatched(['arg_dict'], (context, args) =>
    appendSql(context, fromDictionary(args)),
  ),
  get_incremental_delete_insert_sql: dispatched(['arg_dict'], (context, args) =>
    deleteInsertSql(context, fromDictionary(args)),
  ),
  get_incremental_merge_sql: dispatched(['arg_dict'], (context, args) =>
    mergeSql(context, fromDictionary(args)),
  ),
  get_incremental_default_sql: dispatched(['arg_dict'], (context, args) => {
    const given = fromDictionary(args);
    return keysOf(given['unique_key']).length > 0
      ? deleteInsertSql(context, given)
      : appendSql(context, given);
  }),
  get_quoted_csv: plain(['column_names'], (context, args) =>
    toArray(args['column_names'] ?? [])
      .map((name) => context.adapter.dialect.quoteIdentifier(toText(name)))
      .join(', '),
  ),
  get_merge_update_columns: dispatched(
    ['merge_update_columns', 'merge_exclude_columns', 'dest_columns'],
    (context, args) => {
      const quote = (name: string): string => context.adapter.dialect.quoteIdentifier(name);
      const wanted = textList(args['merge_update_columns']);
      const excluded = textList(args['merge_exclude_columns']);
      if (wanted.length > 0 && excluded.length > 0) {
        throw new TemplateFault(
          'Model cannot specify merge_update_columns and merge_exclude_columns. Please update model to use only one config',
        );
      }
      if (wanted.length > 0) return wanted.map(String);
      const without = new Set(excluded.map((name) => name.toLowerCase()));
      return columnNames(args['dest_columns'])
        .filter((name) => !without.has(name.toLowerCase()))
        .map(quote);
    },
  ),
  diff_columns: plain(['source_columns', 'target_columns'], (_context, args) => {
    const known = new Set(columnNames(args['target_columns']).map((name) => name.toLowerCase()));
    return toArray(args['source_columns'] ?? []).filter(
      (column) => column instanceof ColumnValue && !known.has(column.column.name.toLowerCase()),
    );
  }),
  diff_column_data_types: plain(['source_columns', 'target_columns'], (_context, args) => {
    const targets = toArray(args['target_columns'] ?? []).filter((column) => column instanceof ColumnValue);
    return toArray(args['source_columns'] ?? []).flatMap((column): Value[] => {
      if (!(column instanceof ColumnValue)) return [];
      const same = targets.find(
        (other) => other.column.name.toLowerCase() === column.column.name.toLowerCase(),
      );
      if (same === undefined || same.column.dataType === column.column.dataType) return [];
      return [
        new Map<Value, Value>([
          ['column_name', same.column.name],
          ['new_type', column.column.dataType],
        ]),
      ];
    });
  }),
  incremental_validate_on_schema_change: plain(
    ['on_schema_change', ['default', 'ignore']],
    (context, args) => {
      const given = toText(args['on_schema_change'] ?? '');
      if (['sync_all_columns', 'append_new_columns', 'fail', 'ignore'].includes(given)) return given;
      context.log(
        `Invalid value for on_schema_change (${given}) specified. Setting default value of ${toText(args['default'] ?? '')}.`,
        true,
      );
      return args['default'] ?? 'ignore';
    },
  ),
} satisfies Record<string, GlobalMacro>;
