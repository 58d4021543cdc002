import type { QueryResult } from '../adapter-api/connection.ts';
import type { QuotePolicy } from '../adapter-api/relation.ts';
import type { JsonObject } from '../config/json.ts';
import type { Project } from '../config/project.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { Manifest } from '../graph/manifest.ts';
import type { GraphNode, TestNode } from '../graph/node.ts';
import type { MacroLibrary } from '../parse/macro-library.ts';
import { queryComment } from './query-comment.ts';
import type { RelationCache } from './relation-cache.ts';

/** The world that compiling and running share: project, manifest, macros, what exists, and whom to tell. */
export interface RunEnvironment {
  readonly project: Project;
  readonly manifest: Manifest;
  readonly macros: MacroLibrary;
  readonly relations: RelationCache;
  readonly events: EventBus;
  /** Quoting of relations the project builds. */
  readonly quoting: QuotePolicy;
  /** unique ids of the selection, as templates see them in `selected_resources`. */
  readonly selected: readonly string[];
  /** With `--defer`: nodes of the state manifest by unique id, else null. */
  readonly deferTo: Manifest | null;
  /** Gives the function that adds the query comment for statements of this node. */
  annotateFor(node: GraphNode | null): (sql: string) => string;
  /** What an artifact's `adapter_response` says of a result. */
  adapterResponse(result: QueryResult): JsonObject;
  /** Whether a data test keeps its failing rows: `store_failures_as`, else `store_failures`, else the flag. */
  storesFailures(node: TestNode): boolean;
}

/** What an environment is made from; the rest follows from the project's profile. */
export interface RunEnvironmentParts extends Omit<
  RunEnvironment,
  'quoting' | 'annotateFor' | 'adapterResponse' | 'storesFailures'
> {
  readonly adapterResponse?: (result: QueryResult) => JsonObject;
}

/** Completes the parts to an environment. */
export function createRunEnvironment(parts: RunEnvironmentParts): RunEnvironment {
  const { project } = parts;
  const { adapter } = project.profile;
  return {
    ...parts,
    quoting: { ...adapter.defaultQuoting, ...project.root.quoting },
    annotateFor: (node) => queryComment(parts, node),
    adapterResponse: parts.adapterResponse ?? ((result) => adapter.adapterResponse(result) as JsonObject),
    storesFailures: (node) => storesFailures(node, project.flags.storeFailures),
  };
}

function storesFailures(node: TestNode, flag: boolean): boolean {
  const as = node.config['store_failures_as'];
  if (as === 'table' || as === 'view') return true;
  if (as === 'ephemeral') return false;
  const configured = node.config['store_failures'];
  return typeof configured === 'boolean' ? configured : flag;
}
