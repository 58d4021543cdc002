import type { Relation } from '../../../src/adapter-api/relation.ts';
import type { MaterializationInput, WarehouseState } from '../../../src/materializations/plan-types.ts';

/** A table or view of schema `dev`. */
export function devRelation(identifier: string, type: Relation['type'] = 'table'): Relation {
  return {
    database: null,
    schema: 'dev',
    identifier,
    type,
    quoting: { database: true, schema: true, identifier: true },
  };
}

/** A node as a materialization sees it, with what a test does not care about filled in. */
export function planInput(given: Partial<MaterializationInput> = {}): MaterializationInput {
  return {
    uniqueId: 'model.shop.m',
    target: devRelation('m'),
    sql: 'select 1 as id',
    config: {},
    externalRoot: '.',
    fullRefresh: false,
    preHooks: [],
    postHooks: [],
    contract: null,
    descriptions: { relation: null, columns: null },
    grants: null,
    audited: false,
    keepsDependents: false,
    keyPolicies: { nulls: 'ignore', duplicates: 'ignore' },
    runId: 'r1',
    startedAt: '2024-03-15T12:00:00.000Z',
    batch: null,
    seed: null,
    ...given,
  };
}

/** The warehouse as a plan sees it; empty unless told. */
export function warehouseState(given: Partial<WarehouseState> = {}): WarehouseState {
  return { existing: null, existingColumns: [], queryColumns: [], existingGrants: null, ...given };
}
