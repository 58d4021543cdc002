import type { ManifestMetadata } from '../../graph/manifest.ts';
import { createLinker, type LinkOptions, type Linker } from '../../graph/linker.ts';
import { isRefable } from '../../graph/node-kinds.ts';
import { refableNames, sourceNames, type NodeLookup } from '../../graph/node-lookup.ts';
import type { GraphNode, ResourceType } from '../../graph/node.ts';
import type { StoredNodes } from './stored-nodes.ts';

/** The project that nodes are linked into. */
export interface StoredLinking {
  readonly nodes: StoredNodes;
  /** Nodes in place of stored ones of the same unique ids. */
  readonly changed: readonly GraphNode[];
  readonly packages: readonly string[];
  readonly metadata: ManifestMetadata;
  readonly options: LinkOptions;
}

/**
 * A linker over a stored project with some nodes changed: of the others it decodes only those that it finds. What it does
 * not find is a problem without a suggestion, also where a disabled node has the name; metrics and what else belongs to
 * the semantic layer can be found and not linked.
 */
export function storedLinker({ nodes, changed, packages, metadata, options }: StoredLinking): Linker {
  const fresh = new Map(changed.map((node) => [node.uniqueId, node]));
  const versioned = nodes.table.ids.filter((_, position) => nodes.table.isVersioned(position));
  const lookup = <T extends GraphNode>(
    types: readonly ResourceType[],
    namesOf: (node: GraphNode) => readonly string[],
  ): NodeLookup<T> => ({
    names: new Map(),
    find(name, packageName) {
      const searched = packageName === null ? packages : [packageName];
      const ids = searched.flatMap((each) => types.map((type) => `${type}.${each}.${name}`));
      if (types.includes('model')) ids.push(...versioned.filter((id) => isOfPackage(id, searched)));
      const found = ids
        .map((id) => ({ id, position: nodes.position(id) ?? -1 }))
        .filter(({ position }) => position >= 0)
        .sort((a, b) => a.position - b.position)
        .map(({ id, position }) => fresh.get(id) ?? nodes.at(position))
        .find((node) => namesOf(node).includes(name));
      return found as T | undefined;
    },
  });
  const draft = { metadata, nodes: [], disabled: [], macros: [], docs: [], groups: [], selectors: {} };
  return {
    ...createLinker(draft, options),
    refables: lookup(['model', 'seed', 'snapshot'], (node) => (isRefable(node) ? refableNames(node) : [])),
    sources: lookup(['source'], (node) => (node.resourceType === 'source' ? sourceNames(node) : [])),
    functions: lookup(['function'], ({ name }) => [name]),
    metrics: lookup(['metric'], ({ name }) => [name]),
  };
}

function isOfPackage(id: string, packages: readonly string[]): boolean {
  return packages.some((name) => id.startsWith(`model.${name}.`));
}
