import type { Manifest } from '../graph/manifest.ts';
import { headsOf } from '../graph/node-head.ts';
import type {
  FunctionNode,
  GraphNode,
  ModelNode,
  Reference,
  SeedNode,
  SnapshotNode,
  SourceNode,
} from '../graph/node.ts';

/** What `ref()` can name. */
export type Referable = ModelNode | SeedNode | SnapshotNode;

/** Look-ups by name over a manifest. */
export interface ManifestIndex {
  /** Nodes that `ref()` may mean, in every package and version. */
  referable(name: string): readonly Referable[];
  source(sourceName: string, tableName: string, packageName: string): SourceNode | undefined;
  functionNode(name: string): FunctionNode | undefined;
}

const indexes = new WeakMap<Manifest, ManifestIndex>();

/** The index of a manifest, made once. */
export function manifestIndex(manifest: Manifest): ManifestIndex {
  const known = indexes.get(manifest);
  if (known) return known;
  const made = buildIndex(manifest);
  indexes.set(manifest, made);
  return made;
}

/** By the heads, so that a node is looked at when it is referred to. */
function buildIndex(manifest: Manifest): ManifestIndex {
  const referable = new Map<string, string[]>();
  const sources = new Map<string, string[]>();
  const functions = new Map<string, string>();
  for (const { uniqueId, resourceType, fqn, isVersioned } of headsOf(manifest)) {
    const name = fqn.at(isVersioned ? -2 : -1) ?? '';
    if (REFERABLE.has(resourceType)) append(referable, name, uniqueId);
    else if (resourceType === 'source') append(sources, `${fqn.at(-2)}\u0000${name}`, uniqueId);
    else if (resourceType === 'function') functions.set(name, uniqueId);
  }
  const nodesOf = <T extends GraphNode>(
    ids: readonly string[] | undefined,
    isWanted: (node: GraphNode) => node is T,
  ): readonly T[] => (ids ?? []).flatMap((id) => manifest.nodes.get(id) ?? []).filter(isWanted);
  return {
    referable: (name) => nodesOf(referable.get(name), isReferable),
    source(sourceName, tableName, packageName) {
      const found = nodesOf(sources.get(`${sourceName}\u0000${tableName}`), isSource);
      return found.find((node) => node.packageName === packageName) ?? found[0];
    },
    functionNode: (name) => {
      const node = manifest.nodes.get(functions.get(name) ?? '');
      return node?.resourceType === 'function' ? node : undefined;
    },
  };
}

function append<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}

const REFERABLE: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot']);

function isReferable(node: GraphNode): node is Referable {
  return REFERABLE.has(node.resourceType);
}

function isSource(node: GraphNode): node is SourceNode {
  return node.resourceType === 'source';
}

/**
 * The node that a `ref()` means: of the named package, else of the root, the node's own, any; without a version the
 * latest one. Undefined when there is none.
 */
export function findReference(
  manifest: Manifest,
  reference: Omit<Reference, 'location'>,
  packages: { readonly root: string; readonly own: string },
): Referable | undefined {
  const all = manifestIndex(manifest)
    .referable(reference.name)
    .filter((node) => fits(node, reference.version));
  const inPackage = (name: string): Referable | undefined => all.find((node) => node.packageName === name);
  if (reference.package !== null) return inPackage(reference.package);
  return inPackage(packages.root) ?? inPackage(packages.own) ?? all[0];
}

function fits(node: Referable, version: Reference['version']): boolean {
  if (node.resourceType !== 'model' || node.version === null) return version === null;
  return String(version ?? node.latestVersion) === String(node.version);
}
