import type { Json } from '../config/json.ts';
import { hasTags } from '../template/has-tags.ts';
import { compileSync } from '../template/compile-template.ts';
import { parseTemplate } from '../template/parse-template.ts';
import type { Value } from '../template/value.ts';
import { emptyCapture, resetCapture, type Capture } from './capture.ts';
import { createParseScope } from './parse-context.ts';
import type { ParseSubject } from './parse-values.ts';
import type { ParseSession } from './session.ts';
import type { SharedScope } from './shared-scope.ts';
import { runStatically } from './run-statically.ts';
import { unrenderedCall } from './unrendered-call.ts';

/** What a text says, and the scope it was rendered in. */
export interface GatheredFacts {
  readonly facts: Capture;
  readonly scope: SharedScope;
}

/**
 * What dbt puts before the name of a macro that a model defines in its own text: macros that can be called belong into
 * files of their own.
 */
export const NODE_MACRO_PREFIX = 'dbt_macro__';

/** Renders a node's text for parsing and notes what it says. Throws ProjectFailure. */
export function gatherFacts(
  session: ParseSession,
  subject: ParseSubject,
  extraValues: Readonly<Record<string, () => Value>> = {},
): GatheredFacts {
  const facts = emptyCapture();
  const scope = createParseScope(session, subject, facts, extraValues);
  if (!hasTags(subject.rawCode)) return { facts, scope };
  const template = parseTemplate(subject.rawCode, {
    file: subject.displayPath,
    firstLine: subject.firstLine,
    macroPrefix: NODE_MACRO_PREFIX,
  });
  if (!runStatically(template, scope)) {
    resetCapture(facts);
    compileSync(template, { lenient: true, onUndefinedCall: (name) => facts.undefinedCalls.add(name) })(
      scope,
    );
  }
  facts.unrenderedCall = unrenderedCall(template);
  return { facts, scope };
}

/** Renders hooks for the refs in them; their text itself is rendered when their turn comes. Throws ProjectFailure. */
export function gatherHooks(
  session: ParseSession,
  scope: SharedScope,
  hooks: readonly Json[],
  file: string,
): void {
  for (const hook of hooks) {
    const sql = hook !== null && typeof hook === 'object' ? (hook as { readonly sql?: Json }).sql : hook;
    if (typeof sql !== 'string' || !hasTags(sql)) continue;
    let render = session.hookTemplates.get(sql);
    if (render === undefined) {
      render = compileSync(parseTemplate(sql, { file }), { lenient: true });
      session.hookTemplates.set(sql, render);
    }
    render(scope);
  }
}
