import type { GraphNode, ResourceType } from './node.ts';
import { isEnabled, isSqlNode, isVersioned } from './node-kinds.ts';
import { selectorOf } from './selector-of.ts';

/** What choosing nodes by name looks at: known of a cached node without the node. */
export interface NodeHead {
  readonly uniqueId: string;
  readonly resourceType: ResourceType;
  readonly fqn: readonly string[];
  /** The selection that finds the node, as `ls` prints it. */
  readonly selector: string;
  readonly isEnabled: boolean;
  /** Whether it is a file with nothing in it: listed and never run. */
  readonly isEmpty: boolean;
  /** Whether it is one of several versions of a model. */
  readonly isVersioned: boolean;
}

/** The head of a node. */
export function headOf(node: GraphNode): NodeHead {
  return {
    uniqueId: node.uniqueId,
    resourceType: node.resourceType,
    fqn: node.fqn,
    selector: selectorOf(node),
    isEnabled: isEnabled(node),
    isEmpty: isSqlNode(node) && node.resourceType !== 'seed' && node.rawCode.trim() === '',
    isVersioned: isVersioned(node),
  };
}

/** The heads of a manifest's nodes, in its order. */
export function headsOf(manifest: {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly heads?: () => readonly NodeHead[];
}): readonly NodeHead[] {
  return manifest.heads?.() ?? [...manifest.nodes.values()].map(headOf);
}
