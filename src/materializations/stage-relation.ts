import type { Dialect } from '../adapter-api/dialect.ts';
import type { Relation } from '../adapter-api/relation.ts';
import { fitIdentifier } from '../util/fit-identifier.ts';
import type { MaterializationInput } from './plan-types.ts';

/** Longest identifier, in bytes, that every supported warehouse takes. */
const LONGEST_IDENTIFIER = 63;

/** What the names of all stages and temporary relations of a run end in, so that a dead run's can be found. */
export function stageSuffix(runId: string): string {
  return `__tx_${runId}`;
}

/** The run whose stage or temporary relation has this name; null for any other relation. */
export function runOfStage(identifier: string): string | null {
  return /__tx_([0-9a-f]{12})$/i.exec(identifier)?.[1]?.toLowerCase() ?? null;
}

/** The relation in the target's schema in which a node's new state is built before it takes the target's place. */
export function stageRelation(input: MaterializationInput): Relation {
  return { ...shortened(input), identifier: `${shortened(input).identifier}${stageSuffix(input.runId)}` };
}

/** The temporary relation for the new rows of a node. */
export function newRowsRelation(input: MaterializationInput, dialect: Dialect): Relation {
  return dialect.temporaryRelation(shortened(input), stageSuffix(input.runId));
}

/** The target with an identifier short enough to take the suffix. */
function shortened(input: MaterializationInput): Relation & { readonly identifier: string } {
  const room = LONGEST_IDENTIFIER - stageSuffix(input.runId).length;
  return { ...input.target, identifier: fitIdentifier(input.target.identifier ?? '', room) };
}
