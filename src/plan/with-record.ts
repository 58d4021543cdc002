import type { RecordStep, Step } from '../materializations/plan-types.ts';

/**
 * Puts the ledger's step into a plan: as the last of the transaction that changes the node, so that both commit as one.
 * Where there is none, or the ledger is in another database (`sameTransaction` false), it follows the change at once:
 * a process that dies in between leaves a node that is not recorded, and its write is done again.
 */
export function withRecord(
  steps: readonly Step[],
  record: RecordStep,
  sameTransaction: boolean,
): readonly Step[] {
  const commit = steps.findLastIndex((step) => step.kind === 'commit');
  if (commit >= 0) return inserted(steps, record, sameTransaction ? commit : commit + 1);
  return inserted(steps, record, steps.findLastIndex(changes) + 1);
}

function changes(step: Step): boolean {
  if (step.kind === 'macro' || step.kind === 'load' || step.kind === 'choice') return true;
  if (step.kind === 'template') return step.role === 'main';
  return step.kind === 'sql' && step.role !== 'cleanup';
}

function inserted(steps: readonly Step[], step: Step, at: number): readonly Step[] {
  return [...steps.slice(0, at), step, ...steps.slice(at)];
}
