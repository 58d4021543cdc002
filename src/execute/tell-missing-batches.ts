import type { NodeSession } from '../compile/node-session.ts';
import type { ModelNode } from '../graph/node.ts';
import { segmentsOf } from '../intervals/coverage.ts';
import { listIntervals } from '../ledger/interval-records.ts';
import type { RunContext } from './run-context.ts';

/**
 * Warns of time that no run of a microbatch model covered, between the first batch in the ledger and the ones that
 * start now at `from`: dbt's look-back passes over it without a word. Throws OperationalError.
 */
export async function tellMissingBatches(
  node: ModelNode,
  from: string,
  session: NodeSession,
  run: RunContext,
): Promise<void> {
  if (run.ledger === null || node.relationName === null) return;
  const records = await listIntervals(run.ledger.target, session, [node.relationName]);
  const gaps: string[] = [];
  let reached: string | null = null;
  for (const { start, end } of [...segmentsOf(records), { start: from, end: from }]) {
    if (Date.parse(start) > Date.parse(from)) break;
    if (reached !== null && Date.parse(start) > Date.parse(reached)) gaps.push(`${reached} to ${start}`);
    reached = end;
  }
  if (gaps.length === 0) return;
  run.env.events.emit({
    kind: 'warning',
    name: 'MissingBatches',
    error: {
      code: 'TX2110',
      message: `No run covered ${gaps.join(', ')} of microbatch model ${node.name}`,
      hint: `tx backfill --start-date … --end-date … -s ${node.name} builds what is missing; tx intervals -s ${node.name} lists it.`,
      location: { file: node.originalFilePath },
      nodeId: node.uniqueId,
    },
  });
}
