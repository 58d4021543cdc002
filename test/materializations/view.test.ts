import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScenario, type Scenario } from './support/scenario.ts';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await openScenario();
});
afterEach(() => scenario.close());

describe('view', () => {
  it('replaces views with other columns, and tables', async () => {
    await scenario.sql('create table dev.m as select 9 as id');
    await scenario.build({ materialized: 'view', sql: 'select 1 as id' });
    await scenario.build({ materialized: 'view', sql: "select 'x' as other, 2 as id" });
    expect(await scenario.relations()).toEqual(['m:view']);
    expect(await scenario.contents('m')).toEqual({ columns: ['other VARCHAR', 'id INTEGER'], rows: ['x|2'] });
  });

  it('drops and creates in one transaction where views cannot be replaced', async () => {
    const capabilities = { createOrReplaceTable: false };
    await scenario.build({ materialized: 'view', capabilities });
    const plan = await scenario.build({ materialized: 'view', sql: 'select 2 as n', capabilities });
    expect(plan.steps.map((step) => step.kind)).toEqual(['begin', 'sql', 'sql', 'commit']);
    expect((await scenario.contents('m'))?.rows).toEqual(['2']);
  });

  it('keeps the old one when the new query is wrong', async () => {
    await scenario.build({ materialized: 'view' });
    await expect(scenario.build({ materialized: 'view', sql: 'select nope' })).rejects.toThrow('nope');
    expect((await scenario.contents('m'))?.rows).toEqual(['1']);
  });

  it('describes the view and its columns', async () => {
    const descriptions = { relation: 'a view', columns: new Map([['id', 'key']]) };
    const plan = await scenario.build({ materialized: 'view', descriptions });
    expect(plan.steps.filter((step) => step.kind === 'sql' && step.role === 'describe')).toHaveLength(2);
  });

  it('says that the warehouse has no grants', async () => {
    const plan = await scenario.build({ materialized: 'view', grants: new Map([['select', ['a']]]) });
    expect(plan.warnings).toHaveLength(1);
  });
});
