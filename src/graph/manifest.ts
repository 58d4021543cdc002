import type { Json } from '../config/json.ts';
import type { DocNode, GraphNode, GroupNode, MacroNode } from './node.ts';
import type { NodeHead } from './node-head.ts';

/** What a manifest says of itself. */
export interface ManifestMetadata {
  readonly projectName: string;
  /** md5 of the project's name. */
  readonly projectId: string;
  readonly adapterType: string;
  readonly generatedAt: string;
  readonly invocationId: string;
  /** ISO 8601; `generatedAt` stands in where absent. */
  readonly invocationStartedAt?: string;
  /** dbt version told to readers of the artifact; tx's own compatible version where absent. */
  readonly dbtVersion?: string;
  /** `DBT_ENV_CUSTOM_ENV_*` variables without their prefix. */
  readonly env?: Readonly<Record<string, string>>;
  readonly quoting: { readonly database: boolean; readonly schema: boolean; readonly identifier: boolean };
}

/**
 * The whole project, resolved and frozen: refs point at unique ids, configs are merged, parents and children are
 * known. Maps keep the order in which files were read.
 */
export interface Manifest {
  readonly metadata: ManifestMetadata;
  /**
   * Enabled nodes of every kind, sources and exposures included, by unique id. As in dbt's manifest a data test whose
   * target is missing or disabled stays here with `config.enabled` false; selection passes it over.
   */
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly macros: ReadonlyMap<string, MacroNode>;
  readonly docs: ReadonlyMap<string, DocNode>;
  readonly groups: ReadonlyMap<string, GroupNode>;
  /** Disabled nodes by unique id; several may share one. */
  readonly disabled: ReadonlyMap<string, readonly GraphNode[]>;
  /** Selectors of selectors.yml as dbt writes them into the manifest. */
  readonly selectors: Readonly<Record<string, Json>>;
  readonly parents: ReadonlyMap<string, readonly string[]>;
  readonly children: ReadonlyMap<string, readonly string[]>;
  /** Heads of the nodes in their order, where they are known without the nodes. */
  readonly heads?: () => readonly NodeHead[];
  /** True where the graph is known to have no cycle; it is to be looked for otherwise. */
  readonly isAcyclic?: boolean;
}
