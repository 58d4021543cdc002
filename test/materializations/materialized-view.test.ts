import { describe, expect, it } from 'vitest';
import { duckdbAdapter } from '../../adapters/duckdb/adapter.ts';
import { ansiDialect } from '../../src/adapter-api/ansi-dialect.ts';
import type { RelationType } from '../../src/adapter-api/relation.ts';
import { materializedView } from '../../src/materializations/materialized-view.ts';
import { devRelation, planInput, warehouseState } from './support/plan-input.ts';

const statements = (type: RelationType | null, fullRefresh = false) => {
  const input = planInput({
    target: devRelation('m', 'materialized_view'),
    config: { indexes: [{ columns: ['id'], unique: true }] },
    fullRefresh,
  });
  const existing = type === null ? null : { ...input.target, type };
  const capabilities = { ...duckdbAdapter.capabilities, materializedViews: true };
  const { steps } = materializedView.plan(input, warehouseState({ existing }), ansiDialect, capabilities);
  return steps.flatMap((step) =>
    step.kind === 'sql' ? [`${step.role}: ${step.sql.split(' ').slice(0, 3).join(' ')}`] : [],
  );
};

describe('materialized_view', () => {
  it('is refused where the warehouse has none', () => {
    const missing = materializedView.requires.filter((name) => duckdbAdapter.capabilities[name] === false);
    expect(missing).toEqual(['materializedViews']);
  });

  it('is created with its indexes, then refreshed, and made anew by a full refresh', () => {
    expect(statements(null)).toEqual(['prepare: create materialized view', 'main: create unique index']);
    expect(statements('materialized_view')).toEqual(['main: refresh materialized view']);
    expect(statements('materialized_view', true)[0]).toBe('prepare: drop materialized view');
  });

  it('takes the place of a view', () => {
    expect(statements('view')[0]).toBe('prepare: drop view if');
  });
});
