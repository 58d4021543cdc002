import type { GraphNode } from '../../graph/node.ts';
import { entriesByKey, entryKey } from '../parse-properties.ts';
import type { ProjectFile } from '../project-file.ts';
import { isChanged, type ChangedPart } from './changed-part.ts';
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
  const isReplaced = replacedBy(stored, part);
  const fresh = new Map(parsed.map((node) => [node.uniqueId, node]));
  if (fresh.size !== parsed.length) return null;
  const order: NodeToStore[] = [];
  const used = new Set<string>();
  for (const [position, id] of nodes.table.ids.entries()) {
    const node = fresh.get(id);
    const file = nodes.table.file(position);
    const isTest = part.properties.has(file) && id.startsWith('test.');
    if (!isReplaced(position)) {
      // Made of an entry that changed, it would stand twice.
      if (node !== undefined) return null;
      order.push(position);
    } else if (node === undefined) {
      // What the changed part no longer makes goes; anything but a test takes references with it.
      if (!isTest) return null;
    } else {
      if (places(node).file !== file) return null;
      if (isTest) continue;
      if (!isFoundAsBefore(nodes.at(position), node)) return null;
      used.add(id);
      order.push({ node, place: places(node) });
    }
  }
  const tests = parsed.flatMap((node) => (used.has(node.uniqueId) ? [] : [{ node, place: places(node) }]));
  if (!tests.every(({ node, place }) => node.resourceType === 'test' && part.properties.has(place.file)))
    return null;
  return insertTests(order, stored, part, files, tests);
}

/** Tells which stored nodes the changed part makes anew: hooks are always among them. */
function replacedBy(
  { nodes }: StoredProject,
  { code, properties }: ChangedPart,
): (position: number) => boolean {
  return (position) => {
    const file = nodes.table.file(position);
    if (file < 0 || code.has(file)) return true;
    const entries = properties.get(file);
    if (entries === undefined || entries.changed === null) return entries !== undefined;
    return entries.changed.size > 0 && isChanged(entries, definingKey(nodes.at(position)));
  };
}

/** The entry of a property file that a node is made from, by `entryKey`; of kinds that may change one by one. */
function definingKey(node: GraphNode): string {
  if (node.resourceType === 'test') return node.fileKeyName ?? '';
  if (node.resourceType === 'source') return entryKey('sources', node.sourceName);
  return node.resourceType === 'exposure' ? entryKey('exposures', node.name) : '';
}

/** Tests of property files go behind those of earlier entries and files: first those of nodes, then those of sources. */
function insertTests(
  order: readonly NodeToStore[],
  stored: StoredProject,
  part: ChangedPart,
  files: readonly ProjectFile[],
  tests: readonly Exclude<NodeToStore, number>[],
): readonly NodeToStore[] {
  if (tests.length === 0) return order;
  const rankInFile = ranksInFiles(part);
  const { nodes } = stored;
  const rank = (item: NodeToStore): number => {
    const isStored = typeof item === 'number';
    const file = isStored ? nodes.table.file(item) : item.place.file;
    const id = isStored ? (nodes.table.ids[item] ?? '') : item.node.uniqueId;
    if (files[file]?.kind !== 'properties' || id.startsWith('snapshot.')) return -1;
    if (!id.startsWith('test.')) return Infinity;
    const isOfSource = isStored ? nodes.table.isOfSource(item) : isTestOfSource(item.node);
    return (
      (isOfSource ? files.length : 0) + file + rankInFile(file, () => (isStored ? nodes.at(item) : item.node))
    );
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

/** Tells where among the entries of its file a test stands, from 0 to below 1; 0 in files that are parsed as a whole or not at all. */
function ranksInFiles({ properties }: ChangedPart): (file: number, node: () => GraphNode) => number {
  const ranks = new Map(
    [...properties].flatMap(([file, { document, changed }]) => {
      if (changed === null || changed.size === 0) return [];
      const keys = [...(entriesByKey(document)?.keys() ?? [])];
      return [[file, new Map(keys.map((key, index) => [key, index / keys.length]))] as const];
    }),
  );
  return (file, node) => ranks.get(file)?.get(definingKey(node())) ?? 0;
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
