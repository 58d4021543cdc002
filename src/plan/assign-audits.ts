import { reach } from '../graph/dag.ts';
import type { Manifest } from '../graph/manifest.ts';
import type { TestNode } from '../graph/node.ts';

/**
 * Which of the selected data tests can run before a selected node is published: those that read the node and otherwise
 * only what is upstream of it. By the node's unique id; a node without such tests is left out.
 */
export function assignAudits(
  manifest: Manifest,
  ids: readonly string[],
): ReadonlyMap<string, readonly TestNode[]> {
  const selected = new Set(ids);
  const audits = new Map<string, TestNode[]>();
  const upstream = new Map<string, ReadonlySet<string>>();
  const isUpstream = (id: string, of: string): boolean => {
    let above = upstream.get(of);
    if (above === undefined) upstream.set(of, (above = reach([of], manifest.parents)));
    return above.has(id);
  };
  for (const id of ids) {
    const test = manifest.nodes.get(id);
    if (test?.resourceType !== 'test') continue;
    const reads = manifest.parents.get(id) ?? [];
    const owner = reads.find((read) => reads.every((other) => other === read || isUpstream(other, read)));
    if (owner === undefined || !selected.has(owner) || !isBuilt(manifest, owner)) continue;
    const list = audits.get(owner);
    if (list) list.push(test);
    else audits.set(owner, [test]);
  }
  return audits;
}

function isBuilt(manifest: Manifest, id: string): boolean {
  const type = manifest.nodes.get(id)?.resourceType;
  return type === 'model' || type === 'seed' || type === 'snapshot';
}
