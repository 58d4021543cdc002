import { textTable } from './text-table.ts';
import type { OpenedProject } from '../api/open-project.ts';
import type { NodeResult } from '../execute/node-result.ts';
import { readSeed } from '../parse/seed-file.ts';
import type { CommandContext } from './command.ts';

const SAMPLE_ROWS = 10;

/** Prints the first rows of the seeds that were loaded (`--show`). */
export async function showSeeds(
  opened: OpenedProject,
  results: readonly NodeResult[],
  context: CommandContext,
): Promise<void> {
  for (const result of results) {
    const node = opened.manifest.nodes.get(result.nodeId);
    if (node?.resourceType !== 'seed' || result.status !== 'success') continue;
    const { header, rows } = readSeed(node, String(node.config['delimiter'] ?? ','));
    context.print(`Random sample of table: ${node.schema}.${node.alias}`);
    context.print(textTable(header, rows.slice(0, SAMPLE_ROWS)));
  }
}
