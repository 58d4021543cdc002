import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/config/json.ts';
import { openScenario, type Scenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await openScenario();
  await scenario.sql(
    'create table raw.ev (id int, grp varchar, qty int)',
    "insert into raw.ev values (1,'a',10),(2,'b',20)",
  );
});
afterEach(() => scenario.close());

const run = async (config: JsonObject = { unique_key: 'id' }): Promise<readonly string[]> => {
  await scenario.build({
    materialized: 'incremental',
    config: { incremental_strategy: 'upsert', ...config },
    sql: 'select * from raw.ev',
  });
  return (await scenario.contents('m'))?.rows ?? [];
};
const second = () => scenario.sql('delete from raw.ev', "insert into raw.ev values (2,'c',21),(3,'d',30)");

describe('upsert', () => {
  it('updates the rows whose key is there and inserts the others; again, nothing changes', async () => {
    await run();
    await second();
    const expected = ['1|a|10', '2|c|21', '3|d|30'];
    expect(await run()).toEqual(expected);
    expect(await run()).toEqual(expected);
    expect(await scenario.relations()).toEqual(['m:table']);
  });

  it('sets only the columns that the config lists', async () => {
    const config = { unique_key: ['id'], merge_update_columns: ['qty'] };
    await run(config);
    await second();
    expect(await run(config)).toEqual(['1|a|10', '2|b|21', '3|d|30']);
  });

  it('leaves rows as they are where there is nothing but the key', async () => {
    await run({ unique_key: ['id', 'grp', 'qty'] });
    await second();
    expect(await run({ unique_key: ['id', 'grp', 'qty'] })).toHaveLength(4);
  });

  it('makes the database keep the key unique, from the first run on', async () => {
    await run();
    await expect(scenario.sql("insert into dev.m values (2,'z',0)")).rejects.toThrow(/[Dd]uplicate key/);
  });

  it('gives a table that other strategies built its index', async () => {
    await run({ incremental_strategy: 'append' });
    await second();
    expect(await run()).toEqual(['1|a|10', '2|c|21', '3|d|30']);
  });

  it.each([
    ['a unique_key', {}, 'needs unique_key'],
    [
      'no predicates',
      { unique_key: 'id', incremental_predicates: 'qty > 0' },
      'takes no incremental_predicates',
    ],
  ])('needs %s, and says so on the first run', async (_, config, message) => {
    await expect(run(config)).rejects.toThrow(message);
    expect(await scenario.relations()).toEqual([]);
  });
});
