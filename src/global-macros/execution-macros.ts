import { AgateTable } from '../template/agate/table.ts';
import type { QueryResult } from '../adapter-api/connection.ts';
import { TemplateFunction, TemplateObject, type Value } from '../template/value.ts';
import { TemplateFault } from '../template/runtime/template-fault.ts';
import { toArray } from '../template/values/iterate.ts';
import { isTruthy } from '../template/values/truthy.ts';
import { Tuple } from '../template/values/tuple.ts';
import { toText } from '../template/values/to-text.ts';
import { plain } from './define-macro.ts';
import type { GlobalMacro } from './global-macro.ts';
import type { MacroContext } from './macro-context.ts';
import { RelationValue } from './values/relation-value.ts';

/** What `load_result()` gives: the response, the rows, and the table. */
class StatementResult extends TemplateObject {
  readonly typeName = 'AttrDict';
  readonly #result: QueryResult;
  readonly #table: Value;

  constructor(result: QueryResult) {
    super();
    this.#result = result;
    this.#table = AgateTable.fromQueryResult(result);
  }

  override getAttribute(name: string): Value | undefined {
    if (name === 'table') return this.#table;
    if (name === 'data') {
      const rows = this.#table instanceof TemplateObject ? this.#table.getAttribute('rows') : undefined;
      return rows === undefined ? [] : toArray(rows).map((row) => Tuple.fromItems(toArray(row)));
    }
    if (name === 'response') return new AdapterResponse(this.#result);
    return undefined;
  }

  override getItem(key: Value): Value | undefined {
    return typeof key === 'string' ? this.getAttribute(key) : undefined;
  }
}

/** The warehouse's answer to a statement: prints its words, and tells code and rows. */
export class AdapterResponse extends TemplateObject {
  readonly typeName = 'AdapterResponse';
  readonly #result: QueryResult;

  constructor(result: QueryResult) {
    super();
    this.#result = result;
  }

  override toText(): string {
    return this.#result.message;
  }

  override getAttribute(name: string): Value | undefined {
    if (name === '_message') return this.#result.message;
    if (name === 'code') return this.#result.code === '' ? null : this.#result.code;
    return name === 'rows_affected' ? this.#result.rowsAffected : undefined;
  }
}

/** `load_result(name)`: what the statement of that name gave; None when there was none. */
export function loadResult(context: MacroContext): TemplateFunction {
  return new TemplateFunction('load_result', ([name]) => {
    const result = context.statementResults.get(toText(name ?? ''));
    return result ? new StatementResult(result) : null;
  });
}

/** `store_result(name, response, agate_table)`: keeps a result that a macro made itself. */
export function storeResult(context: MacroContext): TemplateFunction {
  return new TemplateFunction('store_result', ([name], kwargs) => {
    const response = kwargs?.get('response') ?? '';
    context.statementResults.set(toText(name ?? ''), {
      columns: [],
      rows: [],
      rowsAffected: null,
      message: toText(response),
      code: '',
    });
    return '';
  });
}

async function runStatement(
  context: MacroContext,
  name: string | null,
  sql: string,
  autoBegin: boolean,
): Promise<QueryResult | null> {
  if (!context.execute) return null;
  if (context.warehouse === null) {
    throw new TemplateFault(
      'The warehouse is asked, but introspection is off',
      'Run without --no-introspect.',
    );
  }
  const result = await context.warehouse.execute(sql, { autoBegin });
  if (name !== null) context.statementResults.set(name, result);
  return result;
}

async function callerText(caller: Value | undefined): Promise<string> {
  if (!(caller instanceof TemplateFunction)) return '';
  return toText(await caller.invoke([], null));
}

function hookSql(hook: Value): { readonly sql: string; readonly transaction: boolean } {
  if (hook instanceof Map) {
    return { sql: toText(hook.get('sql') ?? ''), transaction: isTruthy(hook.get('transaction') ?? true) };
  }
  return { sql: toText(hook), transaction: true };
}

async function runHooks(context: MacroContext, hooks: Value, insideTransaction: boolean): Promise<string> {
  const render = context.scope.lookup('render');
  for (const hook of toArray(hooks)) {
    const { sql, transaction } = hookSql(hook);
    if (transaction !== insideTransaction) continue;
    const rendered = render instanceof TemplateFunction ? toText(await render.invoke([sql], null)) : sql;
    if (rendered.trim() !== '') await context.warehouse?.execute(rendered, { autoBegin: insideTransaction });
  }
  return '';
}

const hookDictionary = (sql: Value, transaction: boolean): string =>
  JSON.stringify({ sql: toText(sql), transaction });

function isIncremental(context: MacroContext): boolean | Promise<boolean> {
  const { warehouse } = context;
  const target = context.scope.lookup('this');
  if (!(target instanceof RelationValue) || context.config['materialized'] !== 'incremental') return false;
  if (!context.execute || context.fullRefresh || warehouse === null) return false;
  return warehouse.getRelation(target.relation).then((existing) => existing?.type === 'table');
}

/** Macros that run statements, and those that tell what kind of run it is. */
export const executionMacros = {
  statement: plain(
    ['name=', ['fetch_result', false], ['auto_begin', true], ['language', 'sql'], 'caller='],
    async (context, args) => {
      if (!context.execute) return '';
      const sql = await callerText(args['caller']);
      const name = args['name'] === null ? null : toText(args['name'] ?? '');
      const result = await runStatement(context, name, sql, isTruthy(args['auto_begin'] ?? true));
      if (name !== null && result !== null && !isTruthy(args['fetch_result'] ?? false))
        context.statementResults.set(name, { ...result, columns: [], rows: [] });
      return '';
    },
  ),
  noop_statement: plain(
    ['name=', 'message=', 'code=', 'rows_affected=', 'res=', 'caller='],
    (context, args) => {
      const rows = args['rows_affected'];
      context.statementResults.set(toText(args['name'] ?? ''), {
        columns: [],
        rows: [],
        rowsAffected: typeof rows === 'number' ? rows : null,
        message: toText(args['message'] ?? ''),
        code: args['code'] === null ? '' : toText(args['code'] ?? ''),
      });
      return '';
    },
  ),
  run_query: plain(['sql'], async (context, args) => {
    const result = await runStatement(context, 'run_query_statement', toText(args['sql'] ?? ''), false);
    return result === null ? null : AgateTable.fromQueryResult(result);
  }),
  run_hooks: plain(['hooks', ['inside_transaction', true]], (context, args) =>
    runHooks(context, args['hooks'] ?? [], isTruthy(args['inside_transaction'] ?? true)),
  ),
  before_begin: plain(['sql'], (_context, args) => hookDictionary(args['sql'] ?? '', false)),
  in_transaction: plain(['sql'], (_context, args) => hookDictionary(args['sql'] ?? '', true)),
  after_commit: plain(['sql'], (_context, args) => hookDictionary(args['sql'] ?? '', false)),
  make_hook_config: plain(['sql', 'inside_transaction'], (_context, args) =>
    hookDictionary(args['sql'] ?? '', isTruthy(args['inside_transaction'] ?? true)),
  ),
  is_incremental: plain([], (context) => isIncremental(context)),
  should_full_refresh: plain([], (context) => context.fullRefresh),
  should_store_failures: plain([], (context) => {
    const configured = context.config['store_failures'];
    return typeof configured === 'boolean' ? configured : context.flag('STORE_FAILURES') === true;
  }),
  set_sql_header: plain(['config', 'caller='], (_context, args) => {
    const { config, caller } = args;
    const set = (text: Value): string => {
      if (config instanceof TemplateObject) void config.invoke?.([], new Map([['sql_header', toText(text)]]));
      return '';
    };
    const text = caller instanceof TemplateFunction ? caller.invoke([], null) : '';
    return text instanceof Promise ? text.then(set) : set(text);
  }),
} satisfies Record<string, GlobalMacro>;
