import type { GraphNode } from '../../graph/node.ts';
import type { ProjectFile } from '../project-file.ts';
import type { ChangedPart } from './changed-part.ts';
import { placesOf } from './node-places.ts';
import { isTestOfSource } from './node-table.ts';
import type { NodeToStore } from './patched-nodes.ts';
import type { StoredProject } from './stored-project.ts';

/**
 * The order of all nodes with those of the changed part replaced. Only generic tests may come and go: null when another
 * node does, or when one is found by other names than before.
 */
export function replaceNodes(
  stored: StoredProject,
  files: readonly ProjectFile[],
  part: ChangedPart,
  parsed: readonly GraphNode[],
): readonly NodeToStore[] | null {
  const { nodes } = stored;
  const places = placesOf(files);
  const isReplaced = (position: number): boolean => {
    const file = nodes.table.file(position);
    return part.code.has(file) || part.properties.has(file) || file < 0;
  };
  const fresh = new Map(parsed.map((node) => [node.uniqueId, node]));
  if (fresh.size !== parsed.length) return null;
  const order: NodeToStore[] = [];
  const free: GraphNode[] = [];
  const used = new Set<string>();
  for (const [position, id] of nodes.table.ids.entries()) {
    const node = fresh.get(id);
    const file = nodes.table.file(position);
    const isTest = part.properties.has(file) && id.startsWith('test.');
    if (node === undefined) {
      // What the changed part no longer makes goes; anything but a test takes references with it.
      if (!isReplaced(position)) order.push(position);
      else if (!isTest) return null;
    } else {
      if (places(node).file !== file) return null;
      if (!isTest && !isFoundAsBefore(nodes.at(position), node)) return null;
      used.add(id);
      if (!isTest) order.push({ node, place: places(node) });
    }
  }
  for (const node of parsed) {
    const { file } = places(node);
    if (used.has(node.uniqueId) && !(node.resourceType === 'test' && part.properties.has(file))) continue;
    if (node.resourceType !== 'test' || !part.properties.has(file)) return null;
    free.push(node);
  }
  return insertTests(
    order,
    stored,
    files,
    free.map((node) => ({ node, place: places(node) })),
  );
}

/** Tests of property files go behind those of earlier files: first those of nodes, then those of sources. */
function insertTests(
  order: readonly NodeToStore[],
  stored: StoredProject,
  files: readonly ProjectFile[],
  tests: readonly Exclude<NodeToStore, number>[],
): readonly NodeToStore[] {
  if (tests.length === 0) return order;
  const { table } = stored.nodes;
  const rank = (item: NodeToStore): number => {
    const isStored = typeof item === 'number';
    const file = isStored ? table.file(item) : item.place.file;
    const id = isStored ? (table.ids[item] ?? '') : item.node.uniqueId;
    if (files[file]?.kind !== 'properties' || id.startsWith('snapshot.')) return -1;
    if (!id.startsWith('test.')) return Infinity;
    const isOfSource = isStored ? table.isOfSource(item) : isTestOfSource(item.node);
    return (isOfSource ? files.length : 0) + file;
  };
  const merged: NodeToStore[] = [];
  let next = 0;
  for (const item of order) {
    const limit = rank(item);
    for (let test = tests[next]; test !== undefined && rank(test) < limit; test = tests[(next += 1)]) {
      merged.push(test);
    }
    merged.push(item);
  }
  return [...merged, ...tests.slice(next)];
}

/** Whether whatever refers to the node, or shares a relation with it, finds the new one as it found the old one. */
function isFoundAsBefore(before: GraphNode, now: GraphNode): boolean {
  return JSON.stringify(findable(before)) === JSON.stringify(findable(now));
}

function findable(node: GraphNode): readonly unknown[] {
  const relation = 'alias' in node ? [node.database, node.schema, node.alias, node.group] : [];
  const model = node.resourceType === 'model' ? [node.access, node.version, node.latestVersion] : [];
  return [node.resourceType, node.name, node.packageName, node.config['enabled'], ...relation, ...model];
}
