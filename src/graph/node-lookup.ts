import type { GraphNode, SourceNode } from './node.ts';
import type { RefableNode } from './node-kinds.ts';

/** Finds resources by name: in one package, or in any (null: the first in the order of the files). */
export interface NodeLookup<T extends GraphNode> {
  find(name: string, packageName: string | null): T | undefined;
  /** Every name that can be found, for suggestions. */
  readonly names: ReadonlyMap<string, readonly T[]>;
}

function lookupBy<T extends GraphNode>(
  nodes: Iterable<T>,
  namesOf: (node: T) => readonly string[],
): NodeLookup<T> {
  const names = new Map<string, T[]>();
  for (const node of nodes) {
    for (const name of namesOf(node)) {
      const list = names.get(name);
      if (list === undefined) names.set(name, [node]);
      else list.push(node);
    }
  }
  return {
    names,
    find: (name, packageName) =>
      names.get(name)?.find((node) => packageName === null || node.packageName === packageName),
  };
}

/** Resources by their name. */
export function lookupByName<T extends GraphNode>(nodes: Iterable<T>): NodeLookup<T> {
  return lookupBy(nodes, (node) => [node.name]);
}

/** Names under which `ref()` finds a node: a versioned model by `name.v<version>`, its latest version by the bare name too. */
export function refableNames(node: RefableNode): readonly string[] {
  if (node.resourceType !== 'model' || node.version === null) return [node.name];
  const versioned = `${node.name}.v${node.version}`;
  return isLatestVersion(node) ? [node.name, versioned] : [versioned];
}

/** Models, seeds and snapshots as `ref()` finds them. */
export function lookupRefables(nodes: Iterable<RefableNode>): NodeLookup<RefableNode> {
  return lookupBy(nodes, refableNames);
}

/** Disabled ones, where the bare name finds any version. */
export function lookupDisabledRefables(nodes: Iterable<RefableNode>): NodeLookup<RefableNode> {
  return lookupBy(nodes, (node) =>
    node.resourceType === 'model' && node.version !== null
      ? [node.name, `${node.name}.v${node.version}`]
      : [node.name],
  );
}

/** Names under which `source()` finds a node: `source.table`. */
export function sourceNames(node: SourceNode): readonly string[] {
  return [`${node.sourceName}.${node.name}`];
}

/** Sources by `source.table`. */
export function lookupSources(nodes: Iterable<SourceNode>): NodeLookup<SourceNode> {
  return lookupBy(nodes, sourceNames);
}

/** True for the version that a `ref()` without a version means. */
export function isLatestVersion(node: RefableNode): boolean {
  return (
    node.resourceType === 'model' &&
    node.version !== null &&
    node.latestVersion !== null &&
    String(node.version) === String(node.latestVersion)
  );
}
