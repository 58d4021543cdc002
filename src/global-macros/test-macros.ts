import { testVerdict } from './test-verdict.ts';
import { isTruthy } from '../template/values/truthy.ts';
import { toText } from '../template/values/to-text.ts';
import type { Value } from '../template/value.ts';
import { TemplateObject } from '../template/value.ts';
import { TemplateFunction } from '../template/value.ts';
import { dispatched } from './define-macro.ts';
import type { GlobalMacro } from './global-macro.ts';
import type { MacroContext } from './macro-context.ts';

/** The `where` of a test's config, as the scope's `config` gives it. */
async function configValue(context: MacroContext, name: string): Promise<Value> {
  const config = context.scope.lookup('config');
  const get = config instanceof TemplateObject ? config.getAttribute('get') : undefined;
  if (get instanceof TemplateFunction) return get.invoke([name, null], null);
  return (context.config[name] as Value | undefined) ?? null;
}

/** The tested relation, under the test's `where` as a subquery; while parsing too, where it must not wait. */
function whereSubquery(context: MacroContext, relation: Value): Value | Promise<Value> {
  const wrap = (where: Value): Value =>
    where === null || !isTruthy(where)
      ? relation
      : `(select * from ${toText(relation)} where ${toText(where)}) dbt_subquery`;
  if (!context.execute) {
    const where = context.config['where'];
    return wrap(typeof where === 'string' ? where : null);
  }
  return configValue(context, 'where').then(wrap);
}

/** Macros that make the SQL of tests and of previews. */
export const testMacros = {
  get_where_subquery: dispatched(['relation'], (context, args) =>
    whereSubquery(context, args['relation'] ?? null),
  ),
  get_test_sql: dispatched(['main_sql', 'fail_calc', 'warn_if', 'error_if', 'limit'], (_context, args) =>
    testVerdict({
      sql: toText(args['main_sql'] ?? ''),
      failCalc: toText(args['fail_calc'] ?? 'count(*)'),
      warnIf: toText(args['warn_if'] ?? '!= 0'),
      errorIf: toText(args['error_if'] ?? '!= 0'),
      limit: args['limit'] === null ? null : Number(args['limit']),
    }),
  ),
  get_limit_subquery_sql: dispatched(['sql', 'limit'], (_context, args) => {
    const limit = args['limit'] ?? null;
    return limit === null
      ? toText(args['sql'] ?? '')
      : `${toText(args['sql'] ?? '')}\nlimit ${toText(limit)}`;
  }),
  get_true_sql: dispatched([], () => 'TRUE'),
  validate_sql: dispatched(['sql'], async (context, args) => {
    await context.warehouse?.execute(`explain ${toText(args['sql'] ?? '')}`, { autoBegin: false });
    return '';
  }),
} satisfies Record<string, GlobalMacro>;
