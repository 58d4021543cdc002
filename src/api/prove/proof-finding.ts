import type { ProjectError } from '../../errors/project-error.ts';
import type { GraphNode, ModelNode } from '../../graph/node.ts';
import { isAllowed } from '../../validate/allowances.ts';
import { atNode, atOffset, atConfig } from '../../validate/finding.ts';
import { clockOf, likelyCause, type LikelyCause } from '../../validate/likely-cause.ts';
import type { OpenedProject } from '../open-project.ts';
import type { ContentDifference } from './content-print.ts';
import type { NodeProof } from './prove-project.ts';

const HINTS: Readonly<Record<LikelyCause['kind'], string>> = {
  append:
    'Set unique_key with merge or delete+insert, or replace whole partitions with insert_overwrite and partition_by.',
  clock: 'Take the time from var() or from a column of the input, so that a rerun gives what the run gave.',
  random: 'Make the value from columns, e.g. a hash of the key.',
  input: 'Mend what it reads first.',
  order: 'Add a unique column to the order by, so that no two rows are equal to it.',
};

/** A proof with what was found: TX2107 for a model that changed, TX2108 for one that asks a clock which did not move. */
export interface JudgedProof extends NodeProof {
  readonly finding: ProjectError | null;
}

/** Judges proofs together: what changed upstream explains what is downstream of it. */
export function judgeProofs(proofs: readonly NodeProof[], opened: OpenedProject): readonly JudgedProof[] {
  const changed = new Set(
    proofs.filter(({ difference }) => difference !== null).map(({ node }) => node.uniqueId),
  );
  return proofs.map((proof) => ({ ...proof, finding: findingOf(proof, changed, opened) }));
}

function findingOf(
  { node, difference, failed }: NodeProof,
  changed: ReadonlySet<string>,
  { manifest, project }: OpenedProject,
): ProjectError | null {
  if (failed !== null) return null;
  const model = node.resourceType === 'model' ? node : null;
  if (difference === null) return model === null ? null : clockFinding(model);
  const { incrementalStrategies } = project.profile.adapter;
  const changedInputs = (manifest.parents.get(node.uniqueId) ?? []).filter((id) => changed.has(id));
  const names = changedInputs.map((id) => manifest.nodes.get(id)?.name ?? id);
  const cause = model && likelyCause(model, { ...difference, changedInputs: names }, incrementalStrategies);
  const finding: ProjectError = {
    code: 'TX2107',
    message: `${node.name} changes when it is built again: ${differenceText(difference)}${cause ? `. Likely cause: ${cause.text}` : ''}`,
    ...(cause ? { hint: HINTS[cause.kind] } : {}),
  };
  if (model === null) return placed(finding, node);
  return unlessAllowed(located(finding, model, cause), model);
}

/** Within seconds a date stays what it is: the text tells what two builds cannot. */
function clockFinding(model: ModelNode): ProjectError | null {
  const clock = clockOf(model);
  if (clock === null) return null;
  const message = `${model.name} gave the same twice, but ${clock.text}: built on another day it gives something else`;
  return unlessAllowed(located({ code: 'TX2108', message, hint: HINTS.clock }, model, clock), model);
}

function located(finding: ProjectError, model: ModelNode, cause: LikelyCause | null): ProjectError {
  if (cause?.kind === 'append') return atConfig(finding, model, 'incremental_strategy');
  return cause === null || cause.pos === null ? placed(finding, model) : atOffset(finding, model, cause.pos);
}

function placed(finding: ProjectError, node: GraphNode): ProjectError {
  return node.resourceType === 'model'
    ? atNode(finding, node)
    : { location: { file: node.originalFilePath }, nodeId: node.uniqueId, ...finding };
}

function unlessAllowed(finding: ProjectError, model: ModelNode): ProjectError | null {
  return isAllowed(finding, model) ? null : finding;
}

/** What differs between two builds, in words. */
function differenceText({ columns, before, after, rowsNew, rowsGone }: ContentDifference): string {
  const rows = before === after ? `${rowsNew} of ${after} rows differ` : `${before} rows, then ${after}`;
  const extra = before !== after && rowsGone > 0 ? `, ${rowsGone} of the first gone` : '';
  return `${rows}${extra}${columns.length === 0 ? '' : ` (${columns.join(', ')})`}`;
}
