import type { Hook } from '../graph/node.ts';
import type { MaterializationInput, Step } from './plan-types.ts';

/** The parts of a node's change, in the order in which they run. */
export interface FrameParts {
  /** Whether `inside` is one transaction; false where the warehouse has none for such statements. */
  readonly transaction: boolean;
  /** What cannot be part of the transaction and comes before it. */
  readonly before?: readonly Step[];
  readonly inside: readonly Step[];
  /** Rights and descriptions: after the hooks, inside the transaction. */
  readonly finish: readonly Step[];
  /** What comes after the commit. */
  readonly after?: readonly Step[];
}

/**
 * Puts hooks and the transaction around a node's change in dbt's order: pre-hooks outside, begin, pre-hooks inside, the
 * change, post-hooks inside, rights and descriptions, commit, post-hooks outside. Of a microbatch run only the first
 * window has pre-hooks and only the last post-hooks.
 */
export function frame(input: MaterializationInput, parts: FrameParts): readonly Step[] {
  const pre = input.batch === null || input.batch.first ? input.preHooks : [];
  const post = input.batch === null || input.batch.last ? input.postHooks : [];
  return [
    ...hookSteps(pre, false, 'pre-hook'),
    ...(parts.before ?? []),
    ...(parts.transaction ? [{ kind: 'begin' } as const] : []),
    ...hookSteps(pre, true, 'pre-hook'),
    ...parts.inside,
    ...hookSteps(post, true, 'post-hook'),
    ...parts.finish,
    ...(parts.transaction ? [{ kind: 'commit' } as const] : []),
    ...(parts.after ?? []),
    ...hookSteps(post, false, 'post-hook'),
  ];
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
