import type { Json } from '../config/json.ts';
import type { ManifestMetadata } from './manifest.ts';
import type { DocNode, GraphNode, GroupNode, MacroNode } from './node.ts';

/**
 * What parsing hands to linking: every resource as read, in the order of the files, duplicates included. `dependsOn.nodes`
 * is empty (refs, sources, metrics and functions are still names); a unit test that covers several versions of a model
 * is one node, with its `versions` as written, `version` and `testedNodeUniqueId` null; `primaryKey` of models, the
 * `node_relation` of semantic models and the `input_measures` of metrics may be left out.
 */
export interface ManifestDraft {
  readonly metadata: ManifestMetadata;
  /** Enabled nodes of every kind. */
  readonly nodes: readonly GraphNode[];
  readonly disabled: readonly GraphNode[];
  readonly macros: readonly MacroNode[];
  readonly docs: readonly DocNode[];
  readonly groups: readonly GroupNode[];
  /** Selectors of selectors.yml in the form of `selectorsForManifest`. */
  readonly selectors: Readonly<Record<string, Json>>;
}
