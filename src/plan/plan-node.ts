import type { ExistingRelation, Relation } from '../adapter-api/relation.ts';
import type { CompiledNode } from '../compile/compile-node.ts';
import { findMaterialization } from '../compile/find-materialization.ts';
import type { NodeSession } from '../compile/node-session.ts';
import type { RunEnvironment } from '../compile/run-environment.ts';
import { txNodeSettings } from '../config/tx-node-settings.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { fingerprintOf } from '../ledger/fingerprint.ts';
import { runFingerprintOf } from '../ledger/run-fingerprint.ts';
import type { LedgerTarget } from '../ledger/ledger-tables.ts';
import { checkContract } from '../materializations/contract-check.ts';
import type {
  Materialization,
  MaterializationInput,
  MaterializationPlan,
  RecordStep,
  WarehouseState,
} from '../materializations/plan-types.ts';
import { intervalOfNode } from './interval-of-node.ts';
import { materializationInput, type MaterializedNode } from './materialization-input.ts';
import type { NodePlan } from './node-plan.ts';
import type { PlanOptions } from './plan-options.ts';
import { withRecord } from './with-record.ts';
import { withoutNeedlessTransaction } from './without-needless-transaction.ts';

/**
 * Plans a compiled node against the warehouse as it is now. What the plan needs to know is read here, once; the plan
 * itself is a pure function of it. Throws ProjectFailure and OperationalError.
 */
export async function planNode(
  compiled: CompiledNode<MaterializedNode>,
  session: NodeSession,
  env: RunEnvironment,
  options: PlanOptions,
): Promise<NodePlan> {
  const { node } = compiled;
  const found = findMaterialization(env, node);
  const plan =
    found.kind === 'macro'
      ? planMacro(found.macro.uniqueId, compiled.node, env, options)
      : await planBuiltIn(compiled, found.materialization, session, env, options);
  const { ledger } = options;
  const steps =
    ledger === null || node.relationName === null
      ? plan.steps
      : withRecord(plan.steps, recordStep(compiled, plan, env, options.partial ?? false), isIn(ledger, node));
  return {
    nodeId: node.uniqueId,
    relation: node.relationName,
    ...plan,
    steps: withoutNeedlessTransaction(steps),
  };
}

/**
 * The project's own materialization begins and commits itself; only its last commit is made here, behind the tests where
 * they are to see the new state first.
 */
function planMacro(
  macro: string,
  node: MaterializedNode,
  env: RunEnvironment,
  { audited }: PlanOptions,
): MaterializationPlan {
  const { capabilities } = env.project.profile.adapter;
  const { publish } = txNodeSettings(env.project.tx, node.config, node.uniqueId);
  const audits = audited && publish === 'after-audits' && capabilities.transactionalDdl;
  const relation = relationOf(node, env, null);
  return {
    steps: [
      { kind: 'macro', macro },
      ...(audits ? [{ kind: 'audit', relation } as const] : []),
      { kind: 'commit' },
    ],
    effects: [],
    warnings: [],
  };
}

/** One transaction reaches the databases of a warehouse one at a time. */
function isIn(ledger: LedgerTarget, node: { readonly database: string }): boolean {
  return (ledger.database ?? '').toLowerCase() === node.database.toLowerCase();
}

function recordStep(
  { node, batch }: CompiledNode<MaterializedNode>,
  plan: MaterializationPlan,
  env: RunEnvironment,
  partial: boolean,
): RecordStep {
  const interval = batch === null ? intervalOfNode(node, env) : { start: batch.start, end: batch.end };
  return {
    kind: 'record',
    nodeId: node.uniqueId,
    relation: node.relationName ?? '',
    fingerprint: fingerprintOf(env.manifest, node.uniqueId),
    runFingerprint: runFingerprintOf(env.manifest, node.uniqueId),
    interval,
    anew:
      plan.effects.some((effect) => effect.kind === 'created') &&
      (interval !== null || node.config['materialized'] === 'incremental'),
    partial,
  };
}

async function planBuiltIn(
  compiled: CompiledNode<MaterializedNode>,
  materialization: Materialization,
  session: NodeSession,
  env: RunEnvironment,
  options: PlanOptions,
): Promise<MaterializationPlan> {
  const { adapter } = env.project.profile;
  requireCapabilities(materialization, env);
  const target = relationOf(compiled.node, env, materialization.relationType);
  const input = await materializationInput(compiled, target, env, options);
  const existing = await session.getRelation(target);
  const state = await readState(input, existing, materialization, session, env);
  return materialization.plan(input, state, adapter.dialect, adapter.capabilities);
}

function relationOf(node: MaterializedNode, env: RunEnvironment, type: Relation['type']): Relation {
  const { database, schema, alias } = node;
  return { database, schema, identifier: alias, type, quoting: env.quoting };
}

/** Reads what the plan asks for; checks the contract on the way, since it looks at the same columns. */
async function readState(
  input: MaterializationInput,
  existing: ExistingRelation | null,
  materialization: Materialization,
  session: NodeSession,
  env: RunEnvironment,
): Promise<WarehouseState> {
  const needs = materialization.needs(input, existing);
  const { adapter } = env.project.profile;
  const known = needs.existingColumns && existing ? await session.columns(existing) : [];
  // In a dry run nothing was made yet: what would stand there has the columns of its query.
  const isToCome = needs.existingColumns && existing !== null && known.length === 0;
  const existingColumns = isToCome ? await session.queryColumns(input.sql) : known;
  const describes =
    needs.queryColumns === 'for-sized-text'
      ? existingColumns.some(({ dataType }) => adapter.dialect.columnType(dataType).charSize !== null)
      : needs.queryColumns;
  const queryColumns = describes || input.contract !== null ? await session.queryColumns(input.sql) : [];
  if (input.contract !== null) {
    const mismatch = checkContract(input.contract.columns, queryColumns, adapter.dialect);
    if (mismatch) throw new ProjectFailure({ nodeId: input.uniqueId, ...mismatch });
  }
  const readGrants = input.grants !== null && existing !== null && adapter.capabilities.grants;
  return {
    existing,
    existingColumns,
    queryColumns,
    existingGrants: readGrants
      ? await adapter.introspector.grants(await session.connection(), existing)
      : null,
  };
}

function requireCapabilities(materialization: Materialization, env: RunEnvironment): void {
  const { adapter } = env.project.profile;
  const missing = materialization.requires.filter((name) => (adapter.capabilities[name] ?? false) === false);
  if (missing.length === 0) return;
  throw new ProjectFailure({
    code: 'TX3201',
    message: `Materialization '${materialization.name}' needs ${missing.join(', ')}, which the ${adapter.name} adapter does not have`,
    hint: 'Choose another materialization for this target.',
  });
}
