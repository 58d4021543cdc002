import { describe, expect, it } from 'vitest';
import { outputColumns } from '../../src/validate/output-columns.ts';
import { placeTokens } from '../../src/validate/sql-clauses.ts';
import { sqlTokens } from '../../src/validate/sql-tokens.ts';
import { findingsIn, openFiles, placeText } from './support.ts';

const columns = (sql: string): readonly string[] | null => outputColumns(placeTokens(sqlTokens(sql)));

describe('outputColumns', () => {
  it.each([
    ['select a, t.b, c + 1 as d, count(*) n, "E e" from t', ['a', 'b', 'd', 'n', 'e e']],
    ['select distinct a, cast(b as date) as b from t union all select 1, 2', ['a', 'b']],
    ['with x as (select a, b from t), y as (select * from x) select * from y', ['a', 'b']],
    ['select case when a then b end as c, (select max(x) from y) as d', ['c', 'd']],
    ["select {{ f('a, b') }} as c from {{ ref('x') }}", ['c']],
    ['select a -- b, c\n, d from t', ['a', 'd']],
  ])('tells the columns of %s', (sql, expected) => {
    expect(columns(sql)).toEqual(expected);
  });

  it.each([
    'select * from t',
    'select t.*, a from t',
    'select a + 1 from t',
    'select {{ cols() }} from t',
    'select a {% if x %}, b {% endif %} from t',
    'select case when a then b end from t',
    'with x as (select * from x) select * from x',
    'with x as (select a from t) select * from x join y on true',
    '{{ macro() }}',
    'from t select a',
    '',
  ])('does not guess at %s', (sql) => {
    expect(columns(sql)).toEqual(sql.startsWith('from') ? ['a'] : null);
  });
});

describe('key-not-produced', () => {
  it('finds a key that the select list lacks', async () => {
    const text =
      "{{ config(materialized='incremental', unique_key=['oder_id', 'DAY']) }} select order_id, day from t";
    const [finding, more] = await findingsIn('TX2005', text);
    expect(placeText(finding!)).toBe('TX2005 models/m.sql:1:39');
    expect(finding?.hint).toBe("Did you mean 'order_id'? It gives order_id, day.");
    expect(more).toBeUndefined();
  });

  it('lets expressions and what it cannot know be', async () => {
    const config = "{{ config(materialized='incremental', unique_key='a || b') }}";
    expect(await findingsIn('TX2005', `${config} select a, b from t`)).toEqual([]);
    expect(await findingsIn('TX2005', `${config.replace(' || ', '')} select * from t`)).toEqual([]);
  });

  it('goes by the contract where it is enforced', async () => {
    const { findings } = await openFiles({
      'models/m.sql':
        "{{ config(materialized='incremental', unique_key='id', on_schema_change='fail') }} select * from t",
      'models/m.yml':
        'models: [{name: m, config: {contract: {enforced: true}}, columns: [{name: key, data_type: int}]}]\n',
    });
    expect(findings.map(({ code }) => code)).toContain('TX2005');
  });
});
