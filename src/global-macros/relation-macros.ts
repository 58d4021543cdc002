import type { Relation, RelationType } from '../adapter-api/relation.ts';
import type { Value } from '../template/value.ts';
import { toText } from '../template/values/to-text.ts';
import { dispatched, plain, type MacroArguments } from './define-macro.ts';
import type { GlobalMacro } from './global-macro.ts';
import type { MacroContext } from './macro-context.ts';
import { ColumnValue } from './values/column-value.ts';
import { relationOf, RelationValue } from './values/relation-value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { toJson } from '../template/values/to-json.ts';
import type { IndexDefinition } from '../adapter-api/dialect.ts';
import { md5 } from '../util/md5.ts';
import { newInvocationId } from '../util/uuid.ts';

const relation = (args: MacroArguments, name = 'relation'): Relation => relationOf(args[name] ?? null, name);
const statements = (list: readonly string[]): string => list.map((sql) => `${sql};`).join('\n');

/** Runs statements now, as a macro that changes the warehouse does. Gives the empty text. */
export async function runStatements(context: MacroContext, list: readonly string[]): Promise<string> {
  if (!context.execute || context.warehouse === null) return '';
  for (const sql of list) await context.warehouse.execute(sql, { autoBegin: false });
  return '';
}

/** A relation with another identifier, e.g. `orders__dbt_tmp`, of a type that is yet to be made. */
function sibling(context: MacroContext, base: Value, suffix: Value, temporary: boolean): RelationValue {
  const own = relationOf(base, 'base_relation');
  const identifier = `${own.identifier ?? ''}${toText(suffix)}`;
  // A temporary table is of the connection, in no schema.
  const made: Relation = temporary
    ? { ...own, database: null, schema: null, identifier }
    : { ...own, identifier };
  return new RelationValue(made, context.adapter.dialect);
}

function isTemporary(args: MacroArguments): boolean {
  return args['temporary'] === true;
}

function createTableAs(context: MacroContext, args: MacroArguments): string {
  const target = relation(args);
  const temporary = isTemporary(args);
  const name: Relation = temporary ? { ...target, database: null, schema: null } : target;
  const header = context.config['sql_header'];
  const made = context.adapter.dialect.createTableAs({
    relation: name,
    sql: toText(args['compiled_code'] ?? ''),
    temporary,
    config: context.config,
  });
  return `${header ? `${String(header)}\n` : ''}${statements(made)}`;
}

function createViewAs(context: MacroContext, args: MacroArguments): string {
  return statements(context.adapter.dialect.createView(relation(args), toText(args['sql'] ?? '')));
}

function createSql(context: MacroContext, args: MacroArguments): string {
  const target = relation(args);
  return target.type === 'view'
    ? statements(context.adapter.dialect.createView(target, toText(args['sql'] ?? '')))
    : createTableAs(context, {
        relation: args['relation'] ?? null,
        temporary: false,
        compiled_code: args['sql'] ?? '',
      });
}

async function load(context: MacroContext, target: Relation): Promise<Value> {
  const found = await context.warehouse?.getRelation(target);
  return found ? new RelationValue(found, context.adapter.dialect) : null;
}

function indexes(context: MacroContext, target: Relation): readonly string[] {
  const configured = context.config['indexes'];
  if (!Array.isArray(configured)) return [];
  return configured.map((index: unknown) => createIndex(context, target, index as IndexDefinition));
}

/** An index under a name that no other has, as dbt's: also not that of the table which this one takes the place of. */
function createIndex(context: MacroContext, target: Relation, index: IndexDefinition): string {
  const { dialect } = context.adapter;
  const name = md5(JSON.stringify([dialect.renderRelation(target), index, newInvocationId()]));
  return dialect.createIndex(target, { ...index, name });
}

async function columnsOf(context: MacroContext, target: Relation): Promise<Value[]> {
  const columns = (await context.warehouse?.columns(target)) ?? [];
  return columns.map((column) => new ColumnValue(column, context.adapter.dialect));
}

const emptyQuery = (sql: string, header: Value): string =>
  `${header === null ? '' : `${toText(header)}\n`}select * from (\n${sql}\n) as __dbt_sbq\nwhere false\nlimit 0\n`;

/** Macros that make, find, change and remove relations, under dbt's names. */
export const relationMacros = {
  create_table_as: dispatched(['temporary', 'relation', 'compiled_code', ['language', 'sql']], createTableAs),
  get_create_table_as_sql: dispatched(['temporary', 'relation', 'sql'], (context, args) =>
    createTableAs(context, { ...args, compiled_code: args['sql'] ?? '' }),
  ),
  create_view_as: dispatched(['relation', 'sql'], createViewAs),
  get_create_view_as_sql: dispatched(['relation', 'sql'], createViewAs),
  get_create_sql: dispatched(['relation', 'sql'], createSql),
  get_drop_sql: dispatched(['relation'], (context, args) => {
    const target = relation(args);
    return context.adapter.dialect.dropRelation(target, target.type ?? 'table');
  }),
  get_rename_sql: dispatched(['relation', 'new_name'], (context, args) =>
    renamed(context, args, relation(args).type ?? 'table'),
  ),
  get_rename_table_sql: dispatched(['relation', 'new_name'], (context, args) =>
    renamed(context, args, 'table'),
  ),
  get_rename_view_sql: dispatched(['relation', 'new_name'], (context, args) =>
    renamed(context, args, 'view'),
  ),
  get_rename_materialized_view_sql: dispatched(['relation', 'new_name'], (context, args) =>
    renamed(context, args, 'materialized_view'),
  ),
  drop_relation: dispatched(['relation'], (context, args) => dropNow(context, relation(args))),
  drop_relation_if_exists: plain(['relation'], (context, args) =>
    args['relation'] === null ? '' : dropNow(context, relation(args)),
  ),
  rename_relation: dispatched(['from_relation', 'to_relation'], async (context, args) => {
    const from = relation(args, 'from_relation');
    const to = relation(args, 'to_relation');
    await runStatements(context, [
      context.adapter.dialect.renameRelation(from, from.type ?? 'table', to.identifier ?? ''),
    ]);
    context.warehouse?.cacheDropped(from);
    context.warehouse?.cacheAdded({ ...to, type: to.type ?? from.type ?? 'table' });
    return '';
  }),
  truncate_relation: dispatched(['relation'], (context, args) =>
    runStatements(context, [context.adapter.dialect.truncate(relation(args))]),
  ),
  create_schema: dispatched(['relation'], async (context, args) => {
    const target = relation(args);
    await context.warehouse?.createSchema(target.database, target.schema ?? '');
    return '';
  }),
  drop_schema: dispatched(['relation'], async (context, args) => {
    const target = relation(args);
    await context.warehouse?.dropSchema(target.database, target.schema ?? '');
    return '';
  }),
  make_temp_relation: dispatched(['base_relation', ['suffix', '__dbt_tmp']], (context, args) =>
    sibling(context, args['base_relation'] ?? null, args['suffix'] ?? '', true),
  ),
  make_intermediate_relation: dispatched(['base_relation', ['suffix', '__dbt_tmp']], (context, args) =>
    sibling(context, args['base_relation'] ?? null, args['suffix'] ?? '', false),
  ),
  make_backup_relation: dispatched(
    ['base_relation', 'backup_relation_type', ['suffix', '__dbt_backup']],
    (context, args) =>
      sibling(context, args['base_relation'] ?? null, args['suffix'] ?? '', false).derive({
        type: toText(args['backup_relation_type'] ?? 'table') as RelationType,
      }),
  ),
  load_relation: plain(['relation'], (context, args) => load(context, relation(args))),
  load_cached_relation: plain(['relation'], (context, args) => load(context, relation(args))),
  get_or_create_relation: dispatched(['database', 'schema', 'identifier', 'type'], async (context, args) => {
    const name = {
      database: args['database'] === null ? null : toText(args['database'] ?? ''),
      schema: toText(args['schema'] ?? ''),
      identifier: toText(args['identifier'] ?? ''),
    };
    const found = await context.warehouse?.getRelation(name);
    if (found) return [true, new RelationValue(found, context.adapter.dialect)];
    const made: Relation = {
      ...name,
      type: toText(args['type'] ?? 'table') as RelationType,
      quoting: context.adapter.defaultQuoting,
    };
    return [false, new RelationValue(made, context.adapter.dialect)];
  }),
  create_indexes: dispatched(['relation'], (context, args) =>
    runStatements(context, indexes(context, relation(args))),
  ),
  get_create_index_sql: dispatched(['relation', 'index_dict'], (context, args) => {
    const index = toJson(args['index_dict'] ?? null) as unknown as IndexDefinition;
    return createIndex(context, relation(args), index);
  }),
  alter_column_type: dispatched(['relation', 'column_name', 'new_column_type'], (context, args) =>
    runStatements(
      context,
      context.adapter.dialect.alterColumnType(relation(args), {
        name: toText(args['column_name'] ?? ''),
        dataType: toText(args['new_column_type'] ?? ''),
      }),
    ),
  ),
  alter_relation_add_remove_columns: dispatched(
    ['relation', 'add_columns=', 'remove_columns='],
    (context, args) => {
      const list = (name: string) =>
        (Array.isArray(args[name]) ? (args[name] as Value[]) : []).filter(
          (item) => item instanceof ColumnValue,
        );
      const target = relation(args);
      const { dialect } = context.adapter;
      return runStatements(context, [
        ...dialect.addColumns(
          target,
          list('add_columns').map((item) => item.column),
        ),
        ...dialect.dropColumns(
          target,
          list('remove_columns').map((item) => item.column.name),
        ),
      ]);
    },
  ),
  alter_relation_comment: dispatched(['relation', 'relation_comment'], (context, args) => {
    const target = relation(args);
    return context.adapter.dialect.commentOnRelation(
      target,
      target.type ?? 'table',
      toText(args['relation_comment'] ?? ''),
    );
  }),
  alter_column_comment: dispatched(['relation', 'column_dict'], (context, args) => {
    const target = relation(args);
    return statements(
      context.adapter.dialect.commentOnColumns(
        target,
        target.type ?? 'table',
        columnComments(args['column_dict'] ?? null),
      ),
    );
  }),
  persist_docs: dispatched(['relation', 'model', ['for_relation', true], ['for_columns', true]], persistDocs),
  get_columns_in_relation: dispatched(['relation'], (context, args) => columnsOf(context, relation(args))),
  get_columns_in_query: dispatched(['select_sql'], async (context, args) => {
    const columns = await context.warehouse?.queryColumns(toText(args['select_sql'] ?? ''));
    return (columns ?? []).map((column) => column.name);
  }),
  get_column_schema_from_query: plain(['select_sql', 'select_sql_header='], async (context, args) => {
    const columns = await context.warehouse?.queryColumns(toText(args['select_sql'] ?? ''));
    return (columns ?? []).map((column) => new ColumnValue(column, context.adapter.dialect));
  }),
  get_empty_subquery_sql: dispatched(['select_sql', 'select_sql_header='], (_context, args) =>
    emptyQuery(toText(args['select_sql'] ?? ''), args['select_sql_header'] ?? null),
  ),
  list_relations_without_caching: dispatched(['schema_relation'], async (context, args) => {
    const target = relation(args, 'schema_relation');
    const found = await context.warehouse?.listRelations(target.database, target.schema ?? '');
    return (found ?? []).map((item) => new RelationValue(item, context.adapter.dialect));
  }),
  check_schema_exists: dispatched(['information_schema', 'schema'], async (context, args) => {
    const schemas = await context.warehouse?.listSchemas(null);
    return (schemas ?? []).some((name) => name.toLowerCase() === toText(args['schema'] ?? '').toLowerCase());
  }),
  information_schema_name: dispatched(['database'], (_context, args) =>
    args['database'] ? `${toText(args['database'])}.INFORMATION_SCHEMA` : 'INFORMATION_SCHEMA',
  ),
  collect_freshness: dispatched(['source', 'loaded_at_field', 'filter='], async (context, args) => {
    const filter = args['filter'] === null ? '' : `\nwhere ${toText(args['filter'] ?? '')}`;
    const sql = `select\n  max(${toText(args['loaded_at_field'] ?? '')}) as max_loaded_at,\n  ${context.adapter.dialect.currentTimestamp()} as snapshotted_at\nfrom ${toText(args['source'] ?? '')}${filter}`;
    const result = await context.warehouse?.execute(sql, { autoBegin: false });
    return fromJson(result?.rows.map((row) => row.map(String)) ?? []);
  }),
} satisfies Record<string, GlobalMacro>;

function renamed(context: MacroContext, args: MacroArguments, type: RelationType): string {
  return context.adapter.dialect.renameRelation(relation(args), type, toText(args['new_name'] ?? ''));
}

async function dropNow(context: MacroContext, target: Relation): Promise<string> {
  const type = target.type ?? (await context.warehouse?.getRelation(target))?.type ?? 'table';
  await runStatements(context, [context.adapter.dialect.dropRelation(target, type)]);
  context.warehouse?.cacheDropped(target);
  return '';
}

function columnComments(columns: Value): ReadonlyMap<string, string> {
  const comments = new Map<string, string>();
  if (!(columns instanceof Map)) return comments;
  for (const [name, column] of columns) {
    const description = column instanceof Map ? column.get('description') : undefined;
    if (description) comments.set(toText(name), toText(description));
  }
  return comments;
}

function persistDocs(context: MacroContext, args: MacroArguments): Promise<string> {
  const target = relation(args);
  const model = args['model'] instanceof Map ? args['model'] : new Map<Value, Value>();
  const wanted = (context.config['persist_docs'] ?? {}) as Readonly<Record<string, unknown>>;
  const { dialect } = context.adapter;
  const type = target.type ?? 'table';
  return runStatements(context, [
    ...(args['for_relation'] === true && wanted['relation'] === true && model.get('description')
      ? [dialect.commentOnRelation(target, type, toText(model.get('description') ?? ''))]
      : []),
    ...(args['for_columns'] === true && wanted['columns'] === true
      ? dialect.commentOnColumns(target, type, columnComments(model.get('columns') ?? null))
      : []),
  ]);
}
