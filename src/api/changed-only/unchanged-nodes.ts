import type { Manifest } from '../../graph/manifest.ts';
import type { GraphNode } from '../../graph/node.ts';
import type { LatestNodeRun } from '../../ledger/latest-node-runs.ts';

/** What is known of nodes and of what they read. */
export interface KnownState {
  readonly manifest: Manifest;
  /** How each node ended the last time, by unique id. */
  readonly latest: ReadonlyMap<string, LatestNodeRun>;
  /** The hash of the values that templates read, now and in the run of a node. */
  readonly values: string;
  valuesOf(run: LatestNodeRun): string | null;
  /** Null for a node that does something else in every run. */
  fingerprint(nodeId: string): string | null;
  /** Whether the node's relation stands in the warehouse. */
  exists(node: GraphNode): boolean;
  /** When the data of a source changed last; null when nobody knows. */
  changedAt(sourceId: string): Date | null;
}

/** Statuses after which a node need not run again. */
const DONE: ReadonlySet<string> = new Set(['success', 'pass']);

/**
 * The nodes among `ids` whose code, configuration and inputs are as at their last success. A node of which anything is
 * not known is not among them, nor is one below a node that runs.
 */
export function unchangedNodes(ids: readonly string[], state: KnownState): ReadonlySet<string> {
  const selected = new Set(ids);
  const verdicts = new Map<string, boolean>();
  const isUnchanged = (id: string): boolean => {
    const known = verdicts.get(id);
    if (known !== undefined) return known;
    // While it is looked at: a graph without cycles does not ask again.
    verdicts.set(id, false);
    const verdict = judge(id);
    verdicts.set(id, verdict);
    return verdict;
  };
  const judge = (id: string): boolean => {
    const node = state.manifest.nodes.get(id);
    if (node === undefined) return false;
    if (node.resourceType === 'exposure' || node.resourceType === 'saved_query') return true;
    const last = state.latest.get(id);
    if (last === undefined || !isAsLastTime(node, last, state)) return false;
    return inputsOf(id, state.manifest).every(
      (input) => (!selected.has(input) || isUnchanged(input)) && isSeen(input, last, state),
    );
  };
  return new Set(ids.filter(isUnchanged));
}

/** Code, configuration, values and the relation itself. */
function isAsLastTime(node: GraphNode, last: LatestNodeRun, state: KnownState): boolean {
  return (
    DONE.has(last.status) &&
    last.fingerprint !== null &&
    last.fingerprint === state.fingerprint(node.uniqueId) &&
    state.valuesOf(last) === state.values &&
    node.config['incremental_strategy'] !== 'microbatch' &&
    !(node.resourceType === 'seed' && node.checksum.name === 'path') &&
    state.exists(node)
  );
}

/** Whether the node's last run saw the input as it is now. */
function isSeen(input: string, last: LatestNodeRun, state: KnownState): boolean {
  const node = state.manifest.nodes.get(input);
  if (node?.resourceType === 'source') {
    const changedAt = state.changedAt(input);
    return changedAt !== null && changedAt.getTime() < Date.parse(last.startedAt);
  }
  const made = state.latest.get(input);
  if (made === undefined) return false;
  return made.runId === last.runId || made.finishedAt <= last.startedAt;
}

/** Relations and sources that a node reads, those behind ephemeral models too. */
function inputsOf(id: string, manifest: Manifest): readonly string[] {
  const found = new Set<string>();
  const open = [...(manifest.parents.get(id) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const node = manifest.nodes.get(next);
    if (node?.config['materialized'] === 'ephemeral') open.push(...(manifest.parents.get(next) ?? []));
    else if (node?.resourceType !== 'test' && node?.resourceType !== 'unit_test') found.add(next);
  }
  return [...found];
}
