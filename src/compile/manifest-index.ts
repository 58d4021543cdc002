import type { Manifest } from '../graph/manifest.ts';
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

function buildIndex(manifest: Manifest): ManifestIndex {
  const referable = new Map<string, Referable[]>();
  const sources = new Map<string, SourceNode[]>();
  const functions = new Map<string, FunctionNode>();
  for (const node of manifest.nodes.values()) {
    if (isReferable(node)) append(referable, node.name, node);
    else if (node.resourceType === 'source') append(sources, `${node.sourceName}\u0000${node.name}`, node);
    else if (node.resourceType === 'function') functions.set(node.name, node);
  }
  return {
    referable: (name) => referable.get(name) ?? [],
    source(sourceName, tableName, packageName) {
      const found = sources.get(`${sourceName}\u0000${tableName}`) ?? [];
      return found.find((node) => node.packageName === packageName) ?? found[0];
    },
    functionNode: (name) => functions.get(name),
  };
}

function append<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}

function isReferable(node: GraphNode): node is Referable {
  return node.resourceType === 'model' || node.resourceType === 'seed' || node.resourceType === 'snapshot';
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
