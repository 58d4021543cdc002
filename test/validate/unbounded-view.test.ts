import { describe, expect, it } from 'vitest';
import { openFiles } from './support.ts';

const DAY = '\'{{ var("date", "2026-01-01") }}\'';
const found = async (view: string, config = "materialized='view'"): Promise<readonly string[]> => {
  const { findings } = await openFiles({
    'models/v.sql': `{{ config(${config}) }} ${view}`,
    'models/w.sql': "{{ config(materialized='ephemeral') }} select * from {{ ref('v') }}",
    'models/m.sql': `select * from {{ ref('w') }} where day = ${DAY}`,
    'models/other.sql': "select * from {{ ref('v') }}",
  });
  return findings.filter(({ code }) => code === 'TX2006').map(({ message }) => message);
};

describe('unbounded-view', () => {
  it.each([
    ['select day, sum(x) from t group by day', 'aggregates over every interval'],
    [
      'select *, row_number() over (partition by id order by at) as n from t',
      'ranks or sums over every interval',
    ],
    ['select distinct id, day from t', 'removes duplicates over every interval'],
    ['select * from t limit 10', 'cuts its rows off with a limit'],
    ['select * from t where at > now() - interval 7 day', 'moves its rows with the clock'],
  ])('finds a model on an interval behind %s', async (view, why) => {
    expect(await found(view)).toEqual([
      `Model 'm' is bound to an interval, but reads view 'v', which ${why}`,
    ]);
  });

  it('lets views that pass rows on, bounded views and tables be', async () => {
    expect(await found('select id, upper(name) as name, day from t where id > 0')).toEqual([]);
    expect(await found(`select day, sum(x) from t where day = ${DAY} group by day`)).toEqual([]);
    expect(await found('select day, sum(x) from t group by day', "materialized='table'")).toEqual([]);
  });
});
