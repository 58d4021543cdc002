import { toText } from '../template/values/to-text.ts';
import type { Value } from '../template/value.ts';
import { toArray } from '../template/values/iterate.ts';
import { isTruthy } from '../template/values/truthy.ts';
import { callDialect } from './cross-database.ts';
import { dispatched, plain, type MacroArguments } from './define-macro.ts';
import type { GlobalMacro } from './global-macro.ts';
import type { MacroContext } from './macro-context.ts';
import { runStatements } from './relation-macros.ts';
import { relationOf } from './values/relation-value.ts';

const relation = (args: MacroArguments) => relationOf(args['relation'] ?? null, 'relation');
const grantees = (value: Value | undefined): readonly string[] => toArray(value ?? []).map(toText);

/** A relation that is replaced in place keeps its rights; one that another takes the place of loses them. */
function keepsGrants(context: MacroContext): boolean {
  return context.adapter.capabilities.createOrReplaceTable;
}

/** Macros about rights on relations. */
export const grantMacros = {
  get_grant_sql: dispatched(['relation', 'privilege', 'grantees'], (context, args) =>
    context.adapter.dialect.grant(
      relation(args),
      toText(args['privilege'] ?? ''),
      grantees(args['grantees']),
    ),
  ),
  get_revoke_sql: dispatched(['relation', 'privilege', 'grantees'], (context, args) =>
    context.adapter.dialect.revoke(
      relation(args),
      toText(args['privilege'] ?? ''),
      grantees(args['grantees']),
    ),
  ),
  get_show_grant_sql: dispatched(['relation'], (context, args) => {
    const { database, schema, identifier } = relation(args);
    return callDialect(context, 'show_grants', [
      toText(args['relation'] ?? ''),
      database,
      schema,
      identifier,
    ]);
  }),
  copy_grants: dispatched([], keepsGrants),
  support_multiple_grantees_per_dcl_statement: dispatched([], () => true),
  should_revoke: plain(
    ['existing_relation', ['full_refresh_mode', true]],
    (context, args) =>
      args['existing_relation'] !== null &&
      (!isTruthy(args['full_refresh_mode'] ?? true) || keepsGrants(context)),
  ),
  apply_grants: dispatched(['relation', 'grant_config', ['should_revoke', true]], (context, args) => {
    const wanted = args['grant_config'];
    if (!(wanted instanceof Map) || !context.adapter.capabilities.grants) return '';
    const statements = [...wanted].map(([privilege, list]) =>
      context.adapter.dialect.grant(relation(args), toText(privilege), grantees(list)),
    );
    return runStatements(context, statements);
  }),
  call_dcl_statements: dispatched(['dcl_statement_list'], (context, args) =>
    runStatements(context, toArray(args['dcl_statement_list'] ?? []).map(toText)),
  ),
  get_dcl_statement_list: dispatched(['relation', 'grant_config', 'get_dcl_macro'], (context, args) => {
    const wanted = args['grant_config'];
    if (!(wanted instanceof Map)) return [];
    return [...wanted].map(([privilege, list]) =>
      context.adapter.dialect.grant(relation(args), toText(privilege), grantees(list)),
    );
  }),
} satisfies Record<string, GlobalMacro>;
