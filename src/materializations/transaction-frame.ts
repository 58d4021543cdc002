import type { Relation } from '../adapter-api/relation.ts';
import type { Hook } from '../graph/node.ts';
import type { MaterializationInput, Step } from './plan-types.ts';

/** The parts of a node's change, in the order in which they run. */
export interface FrameParts {
  /** Whether `inside` is one transaction; false where the warehouse has none for such statements. */
  readonly transaction: boolean;
  /** What cannot be part of the transaction and comes before it. */
  readonly before?: readonly Step[];
  readonly inside: readonly Step[];
  /** Where the new state stands once `inside` has run and before `publish` does; the target where left out. */
  readonly staged?: Relation;
  /** Puts the staged state in the target's place. */
  readonly publish?: readonly Step[];
  /** Rights and descriptions: after the hooks, inside the transaction. */
  readonly finish: readonly Step[];
  /** What comes after the commit. */
  readonly after?: readonly Step[];
}

/**
 * Puts hooks and the transaction around a node's change in dbt's order: pre-hooks outside, begin, pre-hooks inside, the
 * change, post-hooks inside, rights and descriptions, commit, post-hooks outside. Of a microbatch run only the first
 * window has pre-hooks and only the last post-hooks.
 *
 * Audits come before the new state can be seen: at the end of the transaction where that holds nobody up or hooks may
 * still change rows, else before the staged state is published. A change that is neither is not audited here.
 */
export function frame(input: MaterializationInput, parts: FrameParts): readonly Step[] {
  const pre = input.batch === null || input.batch.first ? input.preHooks : [];
  const post = input.batch === null || input.batch.last ? input.postHooks : [];
  const publish = parts.publish ?? [];
  const postInside = hookSteps(post, true, 'post-hook');
  const late = parts.transaction && (publish.length === 0 || postInside.length > 0);
  return [
    ...hookSteps(pre, false, 'pre-hook'),
    ...(parts.before ?? []),
    ...(parts.transaction ? [{ kind: 'begin' } as const] : []),
    ...hookSteps(pre, true, 'pre-hook'),
    ...parts.inside,
    ...(!late && publish.length > 0 ? auditSteps(input, parts.staged ?? input.target) : []),
    ...publish,
    ...postInside,
    ...parts.finish,
    ...(late ? auditSteps(input, input.target) : []),
    ...(parts.transaction ? [{ kind: 'commit' } as const] : []),
    ...(parts.after ?? []),
    ...hookSteps(post, false, 'post-hook'),
  ];
}

function auditSteps(input: MaterializationInput, relation: Relation): readonly Step[] {
  return input.audited ? [{ kind: 'audit', relation }] : [];
}

function hookSteps(
  hooks: readonly Hook[],
  transaction: boolean,
  role: 'pre-hook' | 'post-hook',
): readonly Step[] {
  return hooks
    .filter((hook) => hook.transaction === transaction)
    .map((hook) => ({ kind: 'template', template: hook.sql, role }));
}
