import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { duckdbAdapter } from '../../adapters/duckdb/adapter.ts';
import { ansiDialect } from '../../src/adapter-api/ansi-dialect.ts';
import type { Capabilities } from '../../src/adapter-api/capabilities.ts';
import { materializations } from '../../src/materializations/index.ts';
import type { MaterializationInput, Step, WarehouseState } from '../../src/materializations/plan-types.ts';
import { devRelation, planInput, warehouseState } from './support/plan-input.ts';

/** What a case folder's input.json holds: the node, what stands in the warehouse, and what the warehouse can do. */
interface PlanCase {
  readonly materialized: keyof typeof materializations;
  readonly input: Partial<MaterializationInput>;
  readonly existing?: 'table' | 'view' | 'materialized_view';
  readonly state?: Partial<WarehouseState>;
  readonly capabilities?: Partial<Capabilities>;
}

const folder = new URL('./cases/', import.meta.url);

/** A plan as people read it: the role of each step, then its text. */
function printed(steps: readonly Step[]): string {
  return steps.map((step) => `${describeStep(step)}\n`).join('\n');
}

function describeStep(step: Step): string {
  if (step.kind === 'sql') return `-- ${step.role}\n${step.sql};`;
  if (step.kind === 'template') return `-- ${step.role} (rendered when it runs)\n${step.template};`;
  if (step.kind === 'load') return `-- load ${step.file} into ${step.target}`;
  return `-- ${step.kind}`;
}

describe('plans', () => {
  it.each(readdirSync(folder))('%s', (name) => {
    const read = JSON.parse(readFileSync(new URL(`${name}/input.json`, folder), 'utf8')) as PlanCase;
    const materialization = materializations[read.materialized];
    const input = planInput({ target: devRelation('m', materialization.relationType), ...read.input });
    const existing = read.existing ? { existing: { ...input.target, type: read.existing } } : {};
    const plan = materialization.plan(input, warehouseState({ ...existing, ...read.state }), ansiDialect, {
      ...duckdbAdapter.capabilities,
      ...read.capabilities,
    });
    const file = new URL(`${name}/expected.sql`, folder);
    if (process.env['UPDATE_PLANS']) writeFileSync(file, printed(plan.steps));
    expect(printed(plan.steps)).toBe(readFileSync(file, 'utf8'));
  });
});
