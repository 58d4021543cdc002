import { AgateTable } from '../template/agate/table.ts';
import type { QueryResult } from '../adapter-api/connection.ts';
import { TemplateFunction, TemplateObject, type Value } from '../template/value.ts';
import { TemplateFault } from '../template/runtime/template-fault.ts';
import { toArray } from '../template/values/iterate.ts';
import { isTruthy } from '../template/values/truthy.ts';
import { toText } from '../template/values/to-text.ts';
import { plain } from './define-macro.ts';
import type { GlobalMacro } from './global-macro.ts';
import type { MacroContext } from './macro-context.ts';
import { AdapterResponse, answerOf, storedStatement } from './statement-result.ts';
import { RelationValue } from './values/relation-value.ts';

async function runStatement(
  context: MacroContext,
  name: string | null,
  sql: string,
  options: { readonly autoBegin: boolean; readonly fetch: boolean },
): Promise<QueryResult | null> {
  if (!context.execute) return null;
  if (context.warehouse === null) {
    throw new TemplateFault(
      'The warehouse is asked, but introspection is off',
      'Run without --no-introspect.',
    );
  }
  const result = await context.warehouse.execute(sql, { autoBegin: options.autoBegin });
  if (name !== null) context.statementResults.set(name, storedStatement(result, options.fetch));
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
      await runStatement(context, name, sql, {
        autoBegin: isTruthy(args['auto_begin'] ?? true),
        fetch: isTruthy(args['fetch_result'] ?? false),
      });
      return '';
    },
  ),
  noop_statement: plain(
    ['name=', 'message=', 'code=', 'rows_affected=', 'res=', 'caller='],
    (context, args) => {
      context.statementResults.set(toText(args['name'] ?? ''), {
        response: new AdapterResponse(answerOf(args)),
        table: AgateTable.fromRows([], []),
      });
      return '';
    },
  ),
  run_query: plain(['sql'], async (context, args) => {
    const result = await runStatement(context, 'run_query_statement', toText(args['sql'] ?? ''), {
      autoBegin: false,
      fetch: true,
    });
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
