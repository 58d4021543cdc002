import type { ProjectError } from '../errors/project-error.ts';
import type { ManifestDraft } from './manifest-draft.ts';
import type { FunctionNode, GraphNode, SemanticNode, SourceNode } from './node.ts';
import type { RefableNode } from './node-kinds.ts';
import { isRefable } from './node-kinds.ts';
import type { NodeLookup } from './node-lookup.ts';
import { lookupByName, lookupDisabledRefables, lookupRefables, lookupSources } from './node-lookup.ts';
import { jsonList, jsonObject, stringOr } from './read-json.ts';

/** What linking needs to know besides the resources. */
export interface LinkOptions {
  /** Instant against which deprecation dates are held. */
  readonly now: Date;
  /** Packages with `restrict-access: true`. */
  readonly restrictedPackages?: ReadonlySet<string>;
  /** Flag `require_ref_searches_node_package_before_root`: a package's own resources win over the root's. */
  readonly searchNodePackageFirst?: boolean;
}

/** One linking at work: what can be found, and what was found wrong so far. */
export interface Linker {
  readonly options: LinkOptions;
  readonly rootPackage: string;
  readonly refables: NodeLookup<RefableNode>;
  readonly disabledRefables: NodeLookup<RefableNode>;
  readonly sources: NodeLookup<SourceNode>;
  readonly disabledSources: NodeLookup<SourceNode>;
  readonly functions: NodeLookup<FunctionNode>;
  readonly metrics: NodeLookup<SemanticNode>;
  readonly disabledMetrics: NodeLookup<SemanticNode>;
  readonly semanticModels: NodeLookup<SemanticNode>;
  /** Semantic models by the measures they have. */
  readonly measures: ReadonlyMap<string, SemanticNode>;
  readonly errors: ProjectError[];
  readonly warnings: ProjectError[];
}

/** Prepares the linking of a draft. */
export function createLinker(draft: ManifestDraft, options: LinkOptions): Linker {
  const kind = <T extends GraphNode['resourceType']>(nodes: readonly GraphNode[], type: T) =>
    nodes.filter((node): node is Extract<GraphNode, { resourceType: T }> => node.resourceType === type);
  const semantic = (nodes: readonly GraphNode[], type: SemanticNode['resourceType']) =>
    nodes.filter((node): node is SemanticNode => node.resourceType === type);
  return {
    options,
    rootPackage: draft.metadata.projectName,
    refables: lookupRefables(draft.nodes.filter(isRefable)),
    disabledRefables: lookupDisabledRefables(draft.disabled.filter(isRefable)),
    sources: lookupSources(kind(draft.nodes, 'source')),
    disabledSources: lookupSources(kind(draft.disabled, 'source')),
    functions: lookupByName(kind(draft.nodes, 'function')),
    metrics: lookupByName(semantic(draft.nodes, 'metric')),
    disabledMetrics: lookupByName(semantic(draft.disabled, 'metric')),
    semanticModels: lookupByName(semantic(draft.nodes, 'semantic_model')),
    measures: new Map(
      semantic(draft.nodes, 'semantic_model').flatMap((model) =>
        jsonList(model.body['measures']).map((measure) => [stringOr(jsonObject(measure)['name'], ''), model]),
      ),
    ),
    errors: [],
    warnings: [],
  };
}

/**
 * Packages in which a name is looked for, in dbt's order: the one that was named, else the root project, the node's own
 * package, and then any (null).
 */
export function packagesToSearch(
  linker: Linker,
  node: GraphNode,
  named: string | null,
): readonly (string | null)[] {
  if (named !== null) return [named];
  const order = linker.options.searchNodePackageFirst
    ? [node.packageName, linker.rootPackage]
    : [linker.rootPackage, node.packageName];
  return [...order, null];
}

/** The first hit of a lookup over the packages to search. */
export function findInPackages<T extends GraphNode>(
  lookup: NodeLookup<T>,
  name: string,
  packages: readonly (string | null)[],
): T | undefined {
  for (const packageName of packages) {
    const found = lookup.find(name, packageName);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `Model 'model.shop.a' (models/a.sql)`: how messages name a node. */
export function describe(node: GraphNode): string {
  const kind = node.resourceType.replaceAll('_', ' ');
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)} '${node.uniqueId}' (${node.originalFilePath})`;
}
