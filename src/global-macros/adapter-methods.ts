import type { ConstraintType } from '../adapter-api/capabilities.ts';
import type { Constraint } from '../adapter-api/dialect.ts';
import type { Relation, RelationName } from '../adapter-api/relation.ts';
import { constraintText } from '../adapter-api/ansi/relation-statements.ts';
import type { BoundArguments, Parameter } from '../template/define-function.ts';
import { TemplateFault } from '../template/runtime/template-fault.ts';
import type { Value } from '../template/value.ts';
import { toArray } from '../template/values/iterate.ts';
import { toText } from '../template/values/to-text.ts';
import { callGlobalMacro } from './call-global-macro.ts';
import type { MacroContext } from './macro-context.ts';
import { ColumnValue } from './values/column-value.ts';
import { relationOf, RelationValue } from './values/relation-value.ts';

/** One method of `adapter`; `whileParsing` is what it gives when nothing may be asked of the warehouse. */
export interface AdapterMethod {
  readonly parameters: readonly Parameter[];
  readonly whileParsing?: Value;
  run(context: MacroContext, args: BoundArguments): Value | Promise<Value>;
}

const parameters = (...names: readonly string[]): readonly Parameter[] =>
  names.map((name) => (name.endsWith('=') ? { name: name.slice(0, -1), default: null } : { name }));

function method(
  names: readonly string[],
  whileParsing: Value | undefined,
  run: AdapterMethod['run'],
): AdapterMethod {
  return { parameters: parameters(...names), run, ...(whileParsing === undefined ? {} : { whileParsing }) };
}

const text = (args: BoundArguments, name: string): string | null =>
  args[name] === null || args[name] === undefined ? null : toText(args[name]);
const relation = (args: BoundArguments, name = 'relation'): Relation => relationOf(args[name] ?? null, name);

/** A macro of the same name does the work, so that a project's replacement counts here too. */
const throughMacro = (macro: string, names: readonly string[]): AdapterMethod =>
  method(names, '', (context, args) => {
    const call = callGlobalMacro(macro, context);
    return call
      ? call.invoke(
          names.map((name) => args[name.replace(/=$/, '')] ?? null),
          null,
        )
      : '';
  });

async function getRelation(context: MacroContext, args: BoundArguments): Promise<Value> {
  const name: RelationName = {
    database: text(args, 'database'),
    schema: text(args, 'schema'),
    identifier: text(args, 'identifier'),
  };
  const found = await context.warehouse?.getRelation(name);
  if (!found) return null;
  const { quoting } = new RelationValue({ ...found }, context.adapter.dialect).relation;
  if (quoting.identifier && found.identifier !== name.identifier) {
    const asked = context.adapter.dialect.renderRelation({ ...found, ...name });
    throw new TemplateFault(
      `When searching for a relation, tx found an approximate match. Instead of guessing \nwhich relation to use, tx will move on. Please delete ${context.adapter.dialect.renderRelation(found)}, or rename it to be less ambiguous.\nSearched for: ${asked}\nFound: ${context.adapter.dialect.renderRelation(found)}`,
    );
  }
  return new RelationValue(found, context.adapter.dialect);
}

async function missingColumns(context: MacroContext, args: BoundArguments): Promise<Value> {
  const from = (await context.warehouse?.columns(relation(args, 'from_relation'))) ?? [];
  const to = (await context.warehouse?.columns(relation(args, 'to_relation'))) ?? [];
  const known = new Set(to.map((column) => column.name.toLowerCase()));
  return from
    .filter((column) => !known.has(column.name.toLowerCase()))
    .map((column) => new ColumnValue(column, context.adapter.dialect));
}

async function expandTypes(context: MacroContext, args: BoundArguments): Promise<Value> {
  const { dialect } = context.adapter;
  const from = (await context.warehouse?.columns(relation(args, 'from_relation'))) ?? [];
  const target = relation(args, 'to_relation');
  const to = new Map(
    ((await context.warehouse?.columns(target)) ?? []).map((column) => [column.name.toLowerCase(), column]),
  );
  for (const column of from) {
    const current = to.get(column.name.toLowerCase());
    const wider = current ? dialect.widerStringType(current.dataType, column.dataType) : null;
    if (current === undefined || wider === null) continue;
    for (const sql of dialect.alterColumnType(target, { name: current.name, dataType: wider })) {
      await context.warehouse?.execute(sql, { autoBegin: false });
    }
  }
  return null;
}

function constraintOf(value: Value): Constraint {
  const map = value instanceof Map ? value : new Map<Value, Value>();
  const list = (name: string): readonly string[] => toArray(map.get(name) ?? []).map(toText);
  return {
    type: toText(map.get('type') ?? 'custom') as ConstraintType,
    ...(map.get('name') ? { name: toText(map.get('name') ?? '') } : {}),
    ...(map.get('expression') ? { expression: toText(map.get('expression') ?? '') } : {}),
    ...(map.get('columns') ? { columns: list('columns') } : {}),
    ...(map.get('to') ? { to: toText(map.get('to') ?? ''), toColumns: list('to_columns') } : {}),
  };
}

function renderColumns(raw: Value): Value {
  const columns = raw instanceof Map ? [...raw.values()] : [];
  return columns.map((column) => {
    const map = column instanceof Map ? column : new Map<Value, Value>();
    const constraints = toArray(map.get('constraints') ?? []).map((item) =>
      constraintText(constraintOf(item), 'column'),
    );
    const name = toText(map.get('name') ?? '');
    return [
      map.get('quote') === true ? `"${name}"` : name,
      toText(map.get('data_type') ?? ''),
      ...constraints,
    ].join(' ');
  });
}

const HARD_DELETES = ['ignore', 'new_record', 'invalidate'];

function hardDeletes(config: Value): Value {
  const get = (name: string): Value => (config instanceof Map ? (config.get(name) ?? null) : null);
  const configured = get('hard_deletes');
  if (configured === null) return get('invalidate_hard_deletes') === true ? 'invalidate' : 'ignore';
  if (!HARD_DELETES.includes(toText(configured)))
    throw new TemplateFault(`Invalid setting for property hard_deletes: ${toText(configured)}`);
  return configured;
}

/** The methods of `adapter` by dbt's names (`dispatch` and `execute` stand apart). */
export const adapterMethods: Readonly<Record<string, AdapterMethod>> = {
  type: method([], undefined, (context) => context.adapter.name),
  get_relation: method(['database', 'schema', 'identifier'], null, getRelation),
  get_columns_in_relation: method(['relation'], [], async (context, args) => {
    const columns = (await context.warehouse?.columns(relation(args))) ?? [];
    return columns.map((column) => new ColumnValue(column, context.adapter.dialect));
  }),
  get_column_schema_from_query: method(['sql'], [], async (context, args) => {
    const columns = (await context.warehouse?.queryColumns(text(args, 'sql') ?? '')) ?? [];
    return columns.map((column) => new ColumnValue(column, context.adapter.dialect));
  }),
  get_missing_columns: method(['from_relation', 'to_relation'], [], missingColumns),
  expand_target_column_types: method(['from_relation', 'to_relation'], null, expandTypes),
  create_schema: throughMacro('create_schema', ['relation']),
  drop_schema: throughMacro('drop_schema', ['relation']),
  drop_relation: throughMacro('drop_relation', ['relation']),
  rename_relation: throughMacro('rename_relation', ['from_relation', 'to_relation']),
  truncate_relation: throughMacro('truncate_relation', ['relation']),
  list_relations_without_caching: throughMacro('list_relations_without_caching', ['schema_relation']),
  list_relations: method(['database', 'schema'], [], async (context, args) => {
    const found = await context.warehouse?.listRelations(text(args, 'database'), text(args, 'schema') ?? '');
    return (found ?? []).map((item) => new RelationValue(item, context.adapter.dialect));
  }),
  list_schemas: method(['database'], [], async (context, args) => [
    ...((await context.warehouse?.listSchemas(text(args, 'database'))) ?? []),
  ]),
  check_schema_exists: method(['database', 'schema'], false, async (context, args) => {
    const schemas = (await context.warehouse?.listSchemas(text(args, 'database'))) ?? [];
    return schemas.some((name) => name.toLowerCase() === (text(args, 'schema') ?? '').toLowerCase());
  }),
  quote: method(['identifier'], undefined, (context, args) =>
    context.adapter.dialect.quoteIdentifier(text(args, 'identifier') ?? ''),
  ),
  quote_as_configured: method(['identifier', 'quote_key'], undefined, (context, args) => {
    const key = text(args, 'quote_key') as keyof typeof context.adapter.defaultQuoting;
    const name = text(args, 'identifier') ?? '';
    return context.adapter.defaultQuoting[key] ? context.adapter.dialect.quoteIdentifier(name) : name;
  }),
  quote_seed_column: method(['column', 'quote_config='], undefined, (context, args) => {
    const name = text(args, 'column') ?? '';
    return args['quote_config'] === false ? name : context.adapter.dialect.quoteIdentifier(name);
  }),
  add_query: method(['sql', 'auto_begin=', 'bindings=', 'abridge_sql_log='], '', async (context, args) => {
    await context.warehouse?.execute(text(args, 'sql') ?? '', { autoBegin: args['auto_begin'] !== false });
    return '';
  }),
  commit: method([], '', async (context) => {
    await context.warehouse?.commit();
    return '';
  }),
  commit_if_has_connection: method([], '', async (context) => {
    await context.warehouse?.commit();
    return '';
  }),
  cache_added: method(['relation'], '', (context, args) => {
    const added = relation(args);
    context.warehouse?.cacheAdded({ ...added, type: added.type ?? 'table' });
    return '';
  }),
  cache_dropped: method(['relation'], '', (context, args) => {
    context.warehouse?.cacheDropped(relation(args));
    return '';
  }),
  cache_renamed: method(['from_relation', 'to_relation'], '', (context, args) => {
    const to = relation(args, 'to_relation');
    context.warehouse?.cacheDropped(relation(args, 'from_relation'));
    context.warehouse?.cacheAdded({ ...to, type: to.type ?? 'table' });
    return '';
  }),
  get_incremental_strategy_macro: method(['context', 'strategy'], undefined, (context, args) => {
    const name = `get_incremental_${(text(args, 'strategy') ?? '').replace('+', '_')}_sql`;
    const found = context.scope.lookup(name);
    if (found === undefined) {
      throw new TemplateFault(
        `dbt could not find an incremental strategy macro with the name '${name}' in ${context.projectName}`,
      );
    }
    return found;
  }),
  standardize_grants_dict: method(['grants_table'], new Map(), (_context, args) => {
    const grants = new Map<Value, Value>();
    for (const row of toArray(args['grants_table'] ?? [])) {
      const [grantee, privilege] = toArray(row);
      const list = grants.get(privilege ?? '') ?? [];
      grants.set(privilege ?? '', [...toArray(list), grantee ?? '']);
    }
    return grants;
  }),
  render_raw_columns_constraints: method(['raw_columns'], undefined, (_context, args) =>
    renderColumns(args['raw_columns'] ?? null),
  ),
  render_raw_model_constraints: method(['raw_constraints'], undefined, (_context, args) =>
    toArray(args['raw_constraints'] ?? []).map((item) => constraintText(constraintOf(item), 'table')),
  ),
  get_hard_deletes_behavior: method(['config'], 'ignore', (_context, args) =>
    hardDeletes(args['config'] ?? null),
  ),
  valid_incremental_strategies: method([], undefined, (context) => [
    ...context.adapter.incrementalStrategies,
  ]),
  is_cancelable: method([], undefined, () => true),
  date_function: method([], undefined, () => 'now()'),
  nice_connection_name: method([], undefined, (context) => context.packageName),
};
