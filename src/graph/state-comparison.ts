import type { JsonObject } from '../config/json.ts';
import type { ProjectError } from '../errors/project-error.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { contractChange } from './contract-comparison.ts';
import type { Manifest } from './manifest.ts';
import type { GraphNode } from './node.ts';
import { isSqlNode } from './node-kinds.ts';
import {
  sameBody,
  sameConfig,
  sameContents,
  samePersistedDescription,
  sameRelation,
} from './node-comparison.ts';
import { jsonList, jsonObject, stringOr } from './read-json.ts';

/** What `--state` points at, read; null for a file that is not there. */
export interface PreviousState {
  readonly manifest: Manifest | null;
  /** Content of its run_results.json. */
  readonly runResults: JsonObject | null;
  /** Content of its sources.json. */
  readonly sources: JsonObject | null;
  /** Content of the sources.json in the project's own target folder: what `source_status` compares with. */
  readonly currentSources: JsonObject | null;
}

/** A manifest compared with an earlier state. Its members throw ProjectFailure TX1405 where the state lacks a file. */
export interface StateComparison {
  requireManifest(): Manifest;
  /** unique ids with this status in the state's run results. */
  nodesWithStatus(status: string): ReadonlySet<string>;
  /** Sources that were loaded since, or that the state does not know. */
  fresherSources(): ReadonlySet<string>;
  /** True when a macro that the node calls, or one called by those, is new or has changed. */
  callsChangedMacro(node: GraphNode): boolean;
  /** True when a model's contract differs; a broken one warns, or throws TX1330 for a versioned model. */
  contractDiffers(old: GraphNode, node: GraphNode): boolean;
  /** What the comparison has to say, filled as it goes. */
  readonly warnings: readonly ProjectError[];
}

/** Compares `manifest` with an earlier state. `enforcedConstraints` are the constraint types the warehouse enforces. */
export function compareState(
  manifest: Manifest,
  previous: PreviousState | null,
  enforcedConstraints?: ReadonlySet<string>,
): StateComparison {
  const warnings: ProjectError[] = [];
  const warned = new Set<string>();
  let macros: MacroComparison | null = null;
  const requireManifest = (): Manifest =>
    previous?.manifest ?? missing('Got a state selector method, but no comparison manifest');
  return {
    requireManifest,
    warnings,
    nodesWithStatus: (status) => {
      const results = previous?.runResults ?? missing('No comparison run_results');
      return idsWhere(results, (result) => result['status'] === status);
    },
    fresherSources: () => fresherSources(previous),
    callsChangedMacro: (node) => {
      macros ??= compareMacros(requireManifest(), manifest);
      return 'dependsOn' in node && macros.anyChanged(node.dependsOn.macros);
    },
    contractDiffers: (old, node) => {
      if (old.resourceType !== 'model' || node.resourceType !== 'model') return false;
      const change = contractChange(old, node, enforcedConstraints);
      if (change.broken !== null && node.version !== null) throw new ProjectFailure(change.broken);
      if (change.broken !== null && !warned.has(node.uniqueId)) {
        warned.add(node.uniqueId);
        warnings.push(change.broken);
      }
      return change.differs;
    },
  };
}

function missing(message: string): never {
  throw new ProjectFailure({
    code: 'TX1405',
    message,
    hint: 'Point --state at a folder that holds the artifacts of an earlier run.',
  });
}

function idsWhere(artifact: JsonObject, test: (result: JsonObject) => boolean): ReadonlySet<string> {
  const results = jsonList(artifact['results']).map(jsonObject).filter(test);
  return new Set(results.map((result) => stringOr(result['unique_id'], '')));
}

function fresherSources(previous: PreviousState | null): ReadonlySet<string> {
  const before =
    previous?.sources ?? missing('No previous state comparison freshness results in sources.json');
  const now =
    previous?.currentSources ?? missing('No current state comparison freshness results in sources.json');
  const loaded = (artifact: JsonObject): ReadonlyMap<string, number> =>
    new Map(
      jsonList(artifact['results'])
        .map(jsonObject)
        .filter((result) => typeof result['max_loaded_at'] === 'string')
        .map((result) => [
          stringOr(result['unique_id'], ''),
          Date.parse(stringOr(result['max_loaded_at'], '')),
        ]),
    );
  const then = loaded(before);
  const fresher = [...loaded(now)].filter(([id, at]) => at > (then.get(id) ?? Number.NEGATIVE_INFINITY));
  return new Set(fresher.map(([id]) => id));
}

interface MacroComparison {
  anyChanged(ids: readonly string[]): boolean;
}

/** Answers per macro are kept; a macro on a cycle counts as unchanged until its own text says otherwise. */
function compareMacros(before: Manifest, now: Manifest): MacroComparison {
  const answers = new Map<string, boolean>();
  const changed = (id: string): boolean => {
    const known = answers.get(id);
    if (known !== undefined) return known;
    const macro = now.macros.get(id);
    if (macro === undefined) return false;
    answers.set(id, false);
    const answer = before.macros.get(id)?.macroSql !== macro.macroSql || macro.dependsOnMacros.some(changed);
    answers.set(id, answer);
    return answer;
  };
  return { anyChanged: (ids) => ids.some(changed) };
}

/** Tells whether a node stands in an aspect of `state:`; `old` is undefined for new nodes. */
export type StateAspect = (old: GraphNode | undefined, node: GraphNode, state: StateComparison) => boolean;

/** An aspect that kinds of nodes have: where they have it, new nodes count as differing in it. */
function differsIn(
  concerns: (node: GraphNode) => boolean,
  same: (old: GraphNode, node: GraphNode) => boolean,
): StateAspect {
  return (old, node) => concerns(node) && (old === undefined || !same(old, node));
}

const isModified: StateAspect = (old, node, state) => {
  const contract = old !== undefined && state.contractDiffers(old, node);
  return contract || !sameContents(old, node) || state.callsChangedMacro(node);
};

/** The values that `state:` takes. */
export const stateAspects: ReadonlyMap<string, StateAspect> = new Map<string, StateAspect>([
  ['new', (old) => old === undefined],
  ['old', (old) => old !== undefined],
  ['modified', isModified],
  ['unmodified', (old, node, state) => !isModified(old, node, state)],
  ['modified.body', differsIn(isSqlNode, sameBody)],
  ['modified.configs', differsIn((node) => node.resourceType !== 'unit_test', sameConfig)],
  ['modified.persisted_descriptions', differsIn(isSqlNode, samePersistedDescription)],
  ['modified.relation', differsIn((node) => isSqlNode(node) || node.resourceType === 'source', sameRelation)],
  ['modified.macros', (_old, node, state) => state.callsChangedMacro(node)],
  [
    'modified.contract',
    (old, node, state) => isSqlNode(node) && (old === undefined || state.contractDiffers(old, node)),
  ],
]);
