import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScenario, type Scenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await openScenario();
});
afterEach(() => scenario.close());

describe('append', () => {
  it('keeps every row that ever came, without a temporary copy', async () => {
    const config = { incremental_strategy: 'append' };
    await scenario.build({ materialized: 'incremental', config, sql: 'select 1 as id' });
    const plan = await scenario.build({
      materialized: 'incremental',
      config,
      sql: 'select 1 as id -- again',
    });
    expect((await scenario.contents('m'))?.rows).toEqual(['1', '1']);
    expect(plan.steps.map((step) => step.kind)).toEqual(['begin', 'sql', 'commit']);
  });

  it('matches columns by name', async () => {
    const config = { incremental_strategy: 'append' };
    await scenario.build({ materialized: 'incremental', config, sql: 'select 1 as a, 2 as b' });
    await scenario.build({ materialized: 'incremental', config, sql: 'select 4 as b, 3 as a' });
    expect((await scenario.contents('m'))?.rows).toEqual(['1|2', '3|4']);
  });
});
