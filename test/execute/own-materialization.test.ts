import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inProcess, type InProcess } from '../support/in-process.ts';
import { scratchFolder, shopFiles, type ScratchFolder } from '../support/run-tx.ts';

const OWN = `{% materialization own, default %}
  {% set target_relation = this.incorporate(type='table') %}
  {% call statement('gone') %}drop table if exists {{ target_relation }}{% endcall %}
  {% call statement('main') %}create table {{ target_relation }} as {{ sql }}{% endcall %}
  {% if var('before', '') != '' %}{% call statement('before') %}{{ var('before') }}{% endcall %}{% endif %}
  {{ adapter.commit() }}
  {% if var('then', '') != '' %}{% call statement('then') %}{{ var('then') }}{% endcall %}{% endif %}
  {% if var('fails', false) %}{{ exceptions.raise_compiler_error('it was not to be') }}{% endif %}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}`;

describe("a project's own materialization, with a ledger", () => {
  let folder: ScratchFolder;
  let project: InProcess;

  beforeEach(async () => {
    folder = scratchFolder(
      shopFiles({
        'tx.yml': '',
        'profiles.yml': "shop: {target: dev, outputs: {dev: {type: duckdb, path: ':memory:', threads: 1}}}\n",
        'macros/own.sql': OWN,
        'models/m.sql': "{{ config(materialized='own') }}\nselect {{ var('n', 1) }} as n",
      }),
    );
    project = await inProcess(folder.path);
    expect((await project.build()).results[0]?.status).toBe('success');
  });
  afterEach(async () => {
    await project.close();
    folder.remove();
  });
  const table = (): Promise<readonly (readonly string[])[]> => project.rows('select n from main.m');

  it('is recorded in the transaction that it commits last', async () => {
    expect(await project.rows("select count(*) from tx.node_runs where status = 'success'")).toEqual([['1']]);
    // It takes away the table of the row itself: what cannot be recorded is not committed, its sabotage included.
    const { results } = await project.build({ vars: { n: 2, before: 'drop table tx.node_runs' } });
    expect(results[0]?.status).toBe('error');
    expect(await table()).toEqual([['1']]);
  });

  it('has committed what it did before a later statement of its own', async () => {
    await project.build({ vars: { n: 2, then: 'create table after_commit as select 1 as one' } });
    expect(await table()).toEqual([['2']]);
    expect(await project.rows('select * from after_commit')).toEqual([['1']]);
    const { results } = await project.build({ vars: { n: 3, then: 'select no_such_column' } });
    expect(results[0]?.status).toBe('error');
    expect(await table()).toEqual([['3']]);
  });

  it('is audited before its last commit, and stays as it was where a test fails', async () => {
    folder.write({
      'models/m.yml':
        'models: [{name: m, columns: [{name: n, data_tests: [{accepted_values: {arguments: {values: [1, 3], quote: false}}}]}]}]\n',
    });
    const failed = await project.build({ vars: { n: 2 } });
    expect(failed.results.map(({ status }) => status).sort()).toEqual(['error', 'fail']);
    expect(failed.results.find(({ status }) => status === 'error')?.error?.code).toBe('TX7005');
    expect(await table()).toEqual([['1']]);
    const passed = await project.build({ vars: { n: 3 } });
    expect(passed.results.map(({ status }) => status).sort()).toEqual(['pass', 'success']);
    expect(await table()).toEqual([['3']]);
    // What it made visible itself is tested behind it.
    const visible = await project.build({ vars: { n: 2, then: 'select 1' } });
    expect(visible.results.map(({ status }) => status).sort()).toEqual(['fail', 'success']);
    expect(await table()).toEqual([['2']]);
  });

  it('keeps what it committed where it fails afterwards, as in dbt', async () => {
    const { results } = await project.build({ vars: { n: 2, fails: true } });
    expect(results[0]?.message).toContain('it was not to be');
    expect(await table()).toEqual([['2']]);
  });
});
