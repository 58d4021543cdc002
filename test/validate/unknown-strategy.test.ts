import { describe, expect, it } from 'vitest';
import { openFiles, placeText } from './support.ts';

const model = (strategy: string): string =>
  `{{ config(materialized='incremental', unique_key='id', incremental_strategy='${strategy}') }} select 1 as id`;
const warned = async (strategy: string, macros = ''): Promise<readonly string[]> =>
  (
    await openFiles({ 'models/m.sql': model(strategy), 'macros/s.sql': macros }, { which: 'parse' })
  ).warnings.map((warning) => `${placeText(warning)} ${warning.hint}`);

describe('unknown-strategy', () => {
  it('finds a strategy that nobody has', async () => {
    expect(await warned('merg')).toEqual(["TX2008 models/m.sql:1:56 Did you mean 'merge'?"]);
  });

  it('lets strategies of the adapter and of the project be', async () => {
    expect(await warned('merge')).toEqual([]);
    expect(await warned('mine', '{% macro get_incremental_mine_sql(arg_dict) %}{% endmacro %}')).toEqual([]);
  });

  it('says nothing of a project with its own incremental materialization', async () => {
    const own = '{% materialization incremental, default %}{% endmaterialization %}';
    expect(await warned('merg', own)).toEqual([]);
  });
});
