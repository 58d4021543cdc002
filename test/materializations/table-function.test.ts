import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScenario, type Scenario } from './support/scenario.ts';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await openScenario();
});
afterEach(() => scenario.close());

describe('table_function', () => {
  it('is read like a table, with and without parameters, and can be replaced', async () => {
    await scenario.build({ materialized: 'table_function', sql: 'select 1 as a' });
    expect((await scenario.connection.execute('select * from dev.m()')).rows).toEqual([[1]]);
    const config = { parameters: ['low', 'high'] };
    const sql = 'select range as n from range(10) where range between low and high';
    await scenario.build({ materialized: 'table_function', sql, config });
    expect((await scenario.connection.execute('select * from dev.m(3, 5)')).rows).toEqual([[3n], [4n], [5n]]);
    await scenario.build({
      materialized: 'table_function',
      sql: 'select x + 1 as n',
      config: { parameters: 'x' },
    });
    expect((await scenario.connection.execute('select * from dev.m(3)')).rows).toEqual([[4]]);
  });
});
