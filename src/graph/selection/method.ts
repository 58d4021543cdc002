import type { Manifest } from '../manifest.ts';
import type { GraphNode, ResourceType } from '../node.ts';
import type { NodeHead } from '../node-head.ts';
import type { StateComparison } from '../state-comparison.ts';

/** What a selection method may look at besides the nodes. */
export interface SelectionContext {
  readonly manifest: Manifest;
  /** What `--state` gave, compared with the manifest. */
  readonly state: StateComparison;
  /** unique ids of what a selector of selectors.yml selects; throws ProjectFailure TX1404 when there is none. */
  selectNamed(name: string): ReadonlySet<string>;
}

/** One use of a method: `config.materialized:table` has the arguments `['materialized']` and the value `table`. */
export interface MethodQuery {
  readonly value: string;
  readonly methodArguments: readonly string[];
  /** The nodes to choose from, by what is known of them at once. */
  readonly heads: readonly NodeHead[];
  /** The same nodes, whole. */
  readonly nodes: readonly GraphNode[];
  /** Those of one type, whole. */
  ofType<T extends ResourceType>(type: T): readonly Extract<GraphNode, { readonly resourceType: T }>[];
  readonly context: SelectionContext;
}

/** A way to select nodes: `name:value`. */
export interface SelectionMethod {
  readonly name: string;
  /** One line for the reference. */
  readonly description: string;
  /** The nodes that match; throws ProjectFailure TX1403 where the value cannot be one of the method's. */
  select(query: MethodQuery): readonly { readonly uniqueId: string }[];
}
