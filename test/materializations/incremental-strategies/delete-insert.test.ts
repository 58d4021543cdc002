import type { DeleteByKeys } from '../../../src/adapter-api/dialect.ts';
import { duckdbDialect } from '../../../adapters/duckdb/dialect.ts';
import { predicatesOf } from '../../../src/materializations/incremental-config.ts';
import { deleteInsert } from '../../../src/materializations/incremental-strategies/delete-insert.ts';
import { planInput } from '../support/plan-input.ts';
import type { Json } from '../../../src/config/json.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScenario, type Scenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await openScenario();
  await scenario.sql(
    'create table raw.ev (id int, grp varchar(10), qty int)',
    "insert into raw.ev values (1,'a',10),(2,'b',20),(3,null,30)",
  );
});
afterEach(() => scenario.close());

const run = async (uniqueKey: Json): Promise<readonly string[]> => {
  const config = { incremental_strategy: 'delete+insert', unique_key: uniqueKey };
  await scenario.build({ materialized: 'incremental', config, sql: 'select * from raw.ev' });
  return (await scenario.contents('m'))?.rows ?? [];
};
const second = () =>
  scenario.sql('delete from raw.ev', "insert into raw.ev values (2,'b',21),(3,null,31),(4,'d',40)");

describe('delete+insert', () => {
  it('replaces rows by one key and keeps duplicates of the new rows', async () => {
    await run('id');
    await second();
    expect(await run('id')).toEqual(['1|a|10', '2|b|21', '3|null|31', '4|d|40']);
    await scenario.sql("insert into raw.ev values (4,'d',41)");
    expect(await run('id')).toEqual(['1|a|10', '2|b|21', '3|null|31', '4|d|40', '4|d|41']);
    expect(await scenario.relations()).toEqual(['m:table']);
  });

  it.each([
    ['a list', ['id', 'grp'], ['1|a|10', '2|b|21', '3|null|30', '3|null|31', '4|d|40']],
    ['a list of one', ['id'], ['1|a|10', '2|b|21', '3|null|31', '4|d|40']],
    ['an empty list', [], ['1|a|10', '2|b|20', '2|b|21', '3|null|30', '3|null|31', '4|d|40']],
    ['no key', null, ['1|a|10', '2|b|20', '2|b|21', '3|null|30', '3|null|31', '4|d|40']],
  ])('takes %s as key', async (_, uniqueKey, expected) => {
    await run(uniqueKey);
    await second();
    expect(await run(uniqueKey)).toEqual(expected);
  });

  it.each(['incremental_predicates', 'predicates'])(
    'hands %s and key expressions to the delete as written',
    (key) => {
      const asked: DeleteByKeys[] = [];
      const dialect = {
        ...duckdbDialect,
        deleteByKeys: (request: DeleteByKeys) => {
          asked.push(request);
          return 'delete';
        },
      };
      const keys = ["coalesce(grp, '-')"];
      const input = planInput({ config: { unique_key: keys, [key]: 'id <> 2' } });
      const predicates = predicatesOf(input.config);
      deleteInsert.plan({ input, dialect, source: 'rows', columns: ['id'], uniqueKey: keys, predicates });
      expect(asked).toEqual([{ target: input.target, keys, source: 'rows', predicates: ['id <> 2'] }]);
    },
  );
});
