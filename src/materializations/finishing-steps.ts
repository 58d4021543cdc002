import type { Capabilities } from '../adapter-api/capabilities.ts';
import type { Column } from '../adapter-api/column.ts';
import type { Dialect } from '../adapter-api/dialect.ts';
import type { RelationType } from '../adapter-api/relation.ts';
import type { MaterializationInput, SqlStep } from './plan-types.ts';
import { sqlSteps } from './plan-steps.ts';

/** What a relation has when the finishing steps run. */
export interface FinishState {
  readonly type: RelationType;
  /** Its columns; only these can be described. */
  readonly columns: readonly Column[];
  /** Rights it kept; null or empty for a relation that was just made. */
  readonly grants: ReadonlyMap<string, readonly string[]> | null;
}

/** Whether a plan must know the columns of the query to describe them. */
export function describesColumns(input: MaterializationInput): boolean {
  return (input.descriptions.columns?.size ?? 0) > 0;
}

/** Rights and descriptions of the target, in that order; no rights where the warehouse has none. */
export function finishingSteps(
  input: MaterializationInput,
  state: FinishState,
  dialect: Dialect,
  capabilities: Capabilities,
): readonly SqlStep[] {
  return [
    ...(capabilities.grants ? grantSteps(input, state.grants, dialect) : []),
    ...describeSteps(input, state, dialect),
  ];
}

/** Says that grants are asked for where the warehouse has none. */
export function grantWarnings(input: MaterializationInput, capabilities: Capabilities): readonly string[] {
  if (input.grants === null || capabilities.grants) return [];
  return [`The grants of ${input.uniqueId} are left out: this kind of warehouse has no grants.`];
}

/**
 * Brings the rights named in the config to what it says: grantees that are not wanted lose theirs, missing ones get
 * them. Privileges that the config does not name are left alone, as dbt leaves them.
 */
function grantSteps(
  input: MaterializationInput,
  held: ReadonlyMap<string, readonly string[]> | null,
  dialect: Dialect,
): readonly SqlStep[] {
  const revokes: string[] = [];
  const grants: string[] = [];
  for (const [privilege, wanted] of input.grants ?? []) {
    const have = granteesOf(held, privilege);
    const extra = have.filter((grantee) => !includes(wanted, grantee));
    const missing = wanted.filter((grantee) => !includes(have, grantee));
    if (extra.length > 0) revokes.push(dialect.revoke(input.target, privilege, extra));
    if (missing.length > 0) grants.push(dialect.grant(input.target, privilege, missing));
  }
  return sqlSteps([...revokes, ...grants], 'grant');
}

function granteesOf(
  held: ReadonlyMap<string, readonly string[]> | null,
  privilege: string,
): readonly string[] {
  const found = [...(held ?? [])].find(([name]) => name.toLowerCase() === privilege.toLowerCase());
  return found?.[1] ?? [];
}

function includes(names: readonly string[], name: string): boolean {
  return names.some((other) => other.toLowerCase() === name.toLowerCase());
}

/** Comments on the relation and on those of the described columns that it has. */
function describeSteps(
  input: MaterializationInput,
  state: FinishState,
  dialect: Dialect,
): readonly SqlStep[] {
  const { relation, columns } = input.descriptions;
  const statements: string[] = [];
  if (relation !== null && relation !== '') {
    statements.push(dialect.commentOnRelation(input.target, state.type, relation));
  }
  const comments = new Map<string, string>();
  for (const column of state.columns) {
    const text = describedAs(columns, column.name);
    if (text !== null) comments.set(column.name, text);
  }
  if (comments.size > 0) statements.push(...dialect.commentOnColumns(input.target, state.type, comments));
  return sqlSteps(statements, 'describe');
}

function describedAs(columns: ReadonlyMap<string, string> | null, name: string): string | null {
  if (columns === null) return null;
  const exact = columns.get(name);
  if (exact !== undefined) return exact;
  const folded = [...columns].find(([key]) => key.toLowerCase() === name.toLowerCase());
  return folded?.[1] ?? null;
}
