import { ProjectFailure } from '../../errors/project-error.ts';
import { isFailure, type NodeResult } from '../../execute/node-result.ts';
import { dropStages, publishStages, type StagedTable } from '../../execute/publish-stages.ts';
import type { RunContext } from '../../execute/run-context.ts';
import type { RecordedFigures, RunLedger } from '../../execute/run-ledger.ts';
import type { ModelNode, SqlNode } from '../../graph/node.ts';
import type { Interval } from '../../intervals/interval.ts';
import { segmentsOf, type Segment } from '../../intervals/coverage.ts';
import { listIntervals } from '../../ledger/interval-records.ts';
import type { RecordStep } from '../../materializations/plan-types.ts';
import type { OpenedProject } from '../open-project.ts';
import { openSession } from '../../execute/open-session.ts';
import { sameJson } from '../../util/same-json.ts';
import { runIdOf } from '../run-id.ts';
import type { ReloadParts } from './reload-nodes.ts';
import { stagedProject } from './staged-project.ts';

/** What a run does otherwise while it rebuilds models under the names of stages. */
export interface Reload {
  /** The project with its models under the names of stages. */
  stage(opened: OpenedProject): OpenedProject;
  /** The ledger of the run, which takes the rows of stages only when they take their place. */
  divert(ledger: RunLedger | null): RunLedger | null;
  /**
   * Puts the stages in the place of the models in one step, or drops them where something failed. Throws ProjectFailure
   * TX2105 when another run wrote what the stages lack.
   */
  finish(run: RunContext, results: readonly NodeResult[]): Promise<void>;
}

/** A row that waits for its stage to take its place. */
interface Kept {
  readonly step: RecordStep;
  readonly figures: RecordedFigures;
}

/** A reload of models whose intervals, by unique id, stood as `before` has it when it began. */
export function createReload(
  opened: OpenedProject,
  { staged, reloaded }: ReloadParts,
  before: ReadonlyMap<string, readonly Segment[]>,
): Reload {
  const runId = runIdOf(opened.project);
  const kept = new Map<string, Kept[]>();
  let ledger: RunLedger | null = null;
  const stage = (project: OpenedProject): OpenedProject => stagedProject(project, staged, runId);
  const tables = tablesOf(opened, stage(opened), staged, reloaded);
  return {
    stage,
    divert(own) {
      ledger = own;
      if (own === null) return null;
      return {
        ...own,
        record(step, figures) {
          const statements = own.record(step, figures);
          if (!staged.has(step.nodeId)) return statements;
          kept.set(step.nodeId, [...(kept.get(step.nodeId) ?? []), { step, figures }]);
          return [];
        },
      };
    },
    async finish(run, results) {
      const done = run.stop.reason === null && !results.some(({ status }) => isFailure(status));
      const stages = tables.map(({ stage: name }) => name);
      if (!done) return dropStages(stages, run);
      const lasting = tables.filter(({ node }) => reloaded.has(node.uniqueId));
      const passing = tables.filter(({ node }) => !reloaded.has(node.uniqueId));
      try {
        // Views over stages would follow them to their new names, or keep them from being renamed.
        await dropStages(
          passing.map(({ stage: name }) => name),
          run,
        );
        await publishStages(lasting, run, {
          check: () => refuseLoss(lasting, before, run),
          rows: ({ node }) =>
            (kept.get(node.uniqueId) ?? []).flatMap(
              ({ step, figures }) =>
                ledger?.record({ ...step, relation: node.relationName ?? '' }, figures) ?? [],
            ),
        });
      } catch (thrown) {
        await dropStages(stages, run);
        throw thrown;
      }
    },
  };
}

function tablesOf(
  opened: OpenedProject,
  under: OpenedProject,
  staged: ReadonlySet<string>,
  reloaded: ReadonlySet<string>,
): readonly StagedTable[] {
  const { project } = opened;
  const quoting = { ...project.profile.adapter.defaultQuoting, ...project.root.quoting };
  const relation = ({ database, schema, alias, config }: ModelNode, isTable: boolean) => ({
    database: database === '' ? null : database,
    schema,
    identifier: alias,
    type: isTable ? ('table' as const) : ('view' as const),
    quoting: { ...quoting, ...(config['quoting'] as object | null) },
  });
  return [...staged].flatMap((id) => {
    const node = opened.manifest.nodes.get(id);
    const copy = under.manifest.nodes.get(id);
    if (node?.resourceType !== 'model' || copy?.resourceType !== 'model') return [];
    const isTable = reloaded.has(id) || node.config['materialized'] !== 'view';
    return [{ node, target: relation(node, isTable), stage: relation(copy, isTable) }];
  });
}

/** Throws ProjectFailure TX2105 where another run wrote one of the models while it was rebuilt. */
async function refuseLoss(
  tables: readonly StagedTable[],
  before: ReadonlyMap<string, readonly Segment[]>,
  run: RunContext,
): Promise<void> {
  if (run.ledger === null) return;
  const names = tables.flatMap(({ node }) => node.relationName ?? []);
  const records = await listIntervals(run.ledger.target, openSession(null, 0, run), names);
  for (const { node } of tables) {
    const now = segmentsOf(records.filter((record) => record.relation === node.relationName));
    if (sameJson(now, before.get(node.uniqueId) ?? [])) continue;
    throw new ProjectFailure({
      code: 'TX2105',
      message: `Run ${now.at(-1)?.runId ?? 'of another process'} wrote ${node.name} while it was rebuilt: its intervals would be lost, so nothing was replaced`,
      hint: 'Run the full reload again when no other run writes the model.',
      location: { file: node.originalFilePath },
      nodeId: node.uniqueId,
    });
  }
}

/** Throws ProjectFailure TX2105 where intervals outside of the window are covered. */
export function refuseOutside(node: SqlNode, segments: readonly Segment[], window: Interval): void {
  const [first, last] = [segments[0], segments.at(-1)];
  if (first === undefined || last === undefined) return;
  if (first.start >= window.start && last.end <= window.end) return;
  throw new ProjectFailure({
    code: 'TX2105',
    message: `${node.name} holds ${first.start} to ${last.end}, of which the window of this full reload lacks a part: it would be lost`,
    hint: 'Widen --start-date and --end-date, or leave out --full-reload: then only the intervals of the window are built anew.',
    location: { file: node.originalFilePath },
    nodeId: node.uniqueId,
  });
}
