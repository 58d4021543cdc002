import type { Json, JsonObject } from '../config/json.ts';
import type { ProjectError } from '../errors/project-error.ts';
import { sameJson } from '../util/same-json.ts';
import type { ModelNode } from './node.ts';

/** How a model's contract differs from before. */
export interface ContractChange {
  readonly differs: boolean;
  /** What readers of the model would notice, as an error or warning; null when nothing is broken. */
  readonly broken: ProjectError | null;
}

const ALL_CONSTRAINTS: ReadonlySet<string> = new Set([
  ...['check', 'not_null', 'unique', 'primary_key', 'foreign_key', 'custom'],
]);

/** Compares the contracts of a model; only constraints that the warehouse enforces count as broken when they go. */
export function contractChange(
  old: ModelNode,
  node: ModelNode,
  enforcedConstraints: ReadonlySet<string> = ALL_CONSTRAINTS,
): ContractChange {
  if (!old.contract.enforced) return { differs: node.contract.enforced, broken: null };
  const breaks = [
    ...(node.contract.enforced ? [] : ['Contract enforcement was removed']),
    ...columnBreaks(old, node),
    ...constraintBreaks(old, node, enforcedConstraints),
  ];
  return {
    differs: breaks.length > 0 || old.contract.checksum !== node.contract.checksum,
    broken: breaks.length > 0 ? breakingChange(node, breaks) : null,
  };
}

function breakingChange(node: ModelNode, breaks: readonly string[]): ProjectError {
  return {
    code: 'TX1330',
    message: `The contract of model ${node.name} (${node.originalFilePath}) was broken:\n${breaks.map((line) => `- ${line}`).join('\n')}`,
    hint:
      node.version === null
        ? 'Consider a new version of the model, so that its readers can move in their own time.'
        : 'Make the change in a new version of the model.',
    location: { file: node.originalFilePath },
    nodeId: node.uniqueId,
  };
}

function columnBreaks(old: ModelNode, node: ModelNode): readonly string[] {
  return [...old.columns]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, before]): readonly string[] => {
      const now = node.columns.get(key);
      if (now === undefined) return [`Column ${before.name} was removed`];
      if (now.dataType === before.dataType) return [];
      return [`The type of column ${before.name} changed: ${before.dataType} to ${now.dataType}`];
    });
}

function constraintBreaks(old: ModelNode, node: ModelNode, enforced: ReadonlySet<string>): readonly string[] {
  if (!buildsTable(old)) return [];
  const gone = (before: readonly JsonObject[], now: readonly JsonObject[]): readonly Json[] =>
    before
      .filter((constraint) => enforced.has(String(constraint['type'])))
      .filter((constraint) => !now.some((other) => sameJson(constraint, other)))
      .map((constraint) => constraint['type'] ?? null);
  const ofColumns = [...old.columns].flatMap(([key, before]) => {
    const now = node.columns.get(key);
    const types = now === undefined ? [] : gone(before.constraints, now.constraints);
    return types.map((type) => `The ${type} constraint of column ${before.name} was removed`);
  });
  const ofModel = gone(old.constraints, node.constraints).map((type) => `A ${type} constraint was removed`);
  const hadAny =
    old.constraints.length > 0 || [...old.columns.values()].some((c) => c.constraints.length > 0);
  const unbuilt =
    hadAny && !buildsTable(node)
      ? [`It is no longer a table, so that constraints do not hold: ${node.config['materialized']}`]
      : [];
  return [...ofColumns, ...ofModel, ...unbuilt];
}

function buildsTable(model: ModelNode): boolean {
  return model.config['materialized'] === 'table' || model.config['materialized'] === 'incremental';
}
