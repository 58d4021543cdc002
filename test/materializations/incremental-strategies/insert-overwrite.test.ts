import type { Json } from '../../../src/config/json.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { partitionsOf } from '../../../src/materializations/partition-by.ts';
import { openScenario, type Scenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await openScenario();
  await scenario.sql(
    'create table raw.ev (t timestamp, v int)',
    "insert into raw.ev values ('2024-01-01 05:00',1),('2024-01-02 01:00',2),('2024-01-02 02:00',3),(null,4)",
  );
});
afterEach(() => scenario.close());

const run = async (partitionBy: Json): Promise<readonly string[]> => {
  const config = { incremental_strategy: 'insert_overwrite', partition_by: partitionBy };
  await scenario.build({ materialized: 'incremental', config, sql: 'select * from raw.ev' });
  return (await scenario.contents('m'))?.rows ?? [];
};

describe('insert_overwrite', () => {
  it('replaces the days that the new rows fall into, and only those', async () => {
    const byDay = { field: 't', data_type: 'timestamp', granularity: 'day' };
    await run(byDay);
    await scenario.sql('delete from raw.ev', "insert into raw.ev values ('2024-01-02 09:00',9),(null,8)");
    expect(await run(byDay)).toEqual(['2024-01-01 05:00:00|1', '2024-01-02 09:00:00|9', 'null|8']);
    expect(await run(byDay)).toHaveLength(3);
    expect(await scenario.relations()).toEqual(['m:table']);
  });

  it('replaces by the value of a field', async () => {
    await run('v');
    await scenario.sql('delete from raw.ev', "insert into raw.ev values ('2030-01-01', 2)");
    expect(await run(['v'])).toEqual([
      '2024-01-01 05:00:00|1',
      '2024-01-02 02:00:00|3',
      '2030-01-01 00:00:00|2',
      'null|4',
    ]);
  });

  it('needs partition_by', async () => {
    await run('v');
    await expect(run(null)).rejects.toThrow('needs partition_by');
  });

  it('reads partition_by in all its forms', () => {
    const read = (value: Json) => partitionsOf({ partition_by: value });
    expect(read({ field: 'd', data_type: 'date' })).toEqual([{ field: 'd', granularity: null }]);
    expect(read({ field: 't', data_type: 'timestamp' })).toEqual([{ field: 't', granularity: 'day' }]);
    expect(read({ field: 't', granularity: 'MONTH' })).toEqual([{ field: 't', granularity: 'month' }]);
    expect(read(['a', 'b'])).toHaveLength(2);
    expect(() => read({ field: 't', granularity: 'week' })).toThrow('partition_by cannot be read');
    expect(() => read(7)).toThrow('partition_by cannot be read');
  });
});
