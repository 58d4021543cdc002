import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTx, scratchFolder, shopFiles, type ScratchFolder } from '../support/run-tx.ts';

const FILES = shopFiles({
  'tx.yml': '',
  'seeds/regions.csv': 'id,name\n1,north\n2,south\n',
  'models/sources.yml': `sources:
  - name: raw
    schema: main
    tables:
      - name: orders
        identifier: orders_raw
        config: {loaded_at_field: loaded_at}
`,
  'models/stg_orders.sql': "{{ config(materialized='view') }} select * from {{ source('raw', 'orders') }}",
  'models/orders.sql': `{{ config(materialized='table') }} select *, '{{ var("currency", "EUR") }}' as currency from {{ ref('stg_orders') }}`,
  'models/regions_by_name.sql': "{{ config(materialized='table') }} select * from {{ ref('regions') }}",
  'models/schema.yml': `models:
  - name: orders
    columns: [{name: id, data_tests: [not_null]}]
  - name: regions_by_name
    columns: [{name: id, data_tests: [unique]}]
`,
});

describe('--changed-only', () => {
  let folder: ScratchFolder;
  beforeEach(async () => {
    folder = scratchFolder(FILES);
    await sql("create table orders_raw as select 1 as id, timestamp '2024-01-01' as loaded_at");
  });
  afterEach(() => folder.remove());

  async function sql(statement: string): Promise<void> {
    const instance = await DuckDBInstance.create(path.join(folder.path, 'shop.duckdb'));
    const connection = await instance.connect();
    await connection.run(statement);
    connection.closeSync();
    instance.closeSync();
  }

  /** Names of the nodes that a build ran; the others are reused. */
  async function built(...args: readonly string[]): Promise<readonly string[]> {
    const { code, stderr } = await runTx(['build', '--changed-only', ...args], { cwd: folder.path });
    expect(code, stderr).toBe(0);
    const { results } = JSON.parse(
      readFileSync(path.join(folder.path, 'target/run_results.json'), 'utf8'),
    ) as {
      results: readonly { unique_id: string; status: string }[];
    };
    return results
      .filter(({ status }) => status !== 'reused')
      .map(({ unique_id }) => unique_id.split('.').slice(0, 3).join('.'))
      .sort();
  }
  const ORDERS = ['model.shop.orders', 'model.shop.stg_orders', 'test.shop.not_null_orders_id'];
  const REGIONS = ['model.shop.regions_by_name', 'seed.shop.regions', 'test.shop.unique_regions_by_name_id'];

  it('runs nothing when nothing changed, and what changed with all below it', async () => {
    expect(await built()).toEqual([...ORDERS, ...REGIONS].sort());
    expect(await built()).toEqual([]);
    const { stderr } = await runTx(['build', '--changed-only'], { cwd: folder.path });
    expect(stderr).toContain('Unchanged since their last success and not run: ');
    expect(stderr).toContain('REUSED=6');

    folder.write({
      'models/orders.sql': "{{ config(materialized='table') }} select id from {{ ref('stg_orders') }}",
    });
    expect(await built()).toEqual(['model.shop.orders', 'test.shop.not_null_orders_id']);
    folder.write({ 'seeds/regions.csv': 'id,name\n1,north\n3,west\n' });
    expect(await built()).toEqual(REGIONS);
    expect(await built()).toEqual([]);
  });

  it('runs what the project has a macro for that dispatch finds', async () => {
    await built();
    const unique = (where: string): string =>
      `{% macro default__test_unique(model, column_name) %}select {{ column_name }} from {{ model }} where ${where}{% endmacro %}`;
    folder.write({ 'macros/unique.sql': unique('false') });
    expect(await built()).toEqual(['test.shop.unique_regions_by_name_id']);
    expect(await built()).toEqual([]);
    folder.write({ 'macros/unique.sql': unique('1 = 0') });
    expect(await built()).toEqual(['test.shop.unique_regions_by_name_id']);
  });

  it('runs what the project has a materialization for', async () => {
    const table = (comment: string): string =>
      "{% materialization table, adapter='duckdb' %}{% set target_relation = this.incorporate(type='table') %}" +
      `{% call statement('main') %}create or replace table {{ target_relation }} as {{ sql }} -- ${comment}\n{% endcall %}` +
      "{{ return({'relations': [target_relation]}) }}{% endmaterialization %}";
    folder.write({ 'macros/table.sql': table('one') });
    await built();
    expect(await built()).toEqual([]);
    folder.write({ 'macros/table.sql': table('two') });
    expect(await built()).toEqual([...ORDERS, ...REGIONS].filter((id) => !/stg_orders|seed/.test(id)).sort());
  });

  it('runs what reads newer data, and what reads a source of which nothing is known', async () => {
    await built();
    await sql('insert into orders_raw values (2, cast(now() as timestamp) + interval 1 day)');
    expect(await built()).toEqual(ORDERS);
    folder.write({
      'models/sources.yml':
        'sources: [{name: raw, schema: main, tables: [{name: orders, identifier: orders_raw}]}]\n',
    });
    await built();
    expect(await built()).toEqual(ORDERS);
  });

  it('runs what was dropped, what failed, what was built apart from what is below, and all under other vars', async () => {
    await built();
    await sql('drop table regions_by_name');
    expect(await built()).toEqual(['model.shop.regions_by_name', 'test.shop.unique_regions_by_name_id']);
    await runTx(['run', '--select', 'stg_orders'], { cwd: folder.path });
    expect(await built()).toEqual(['model.shop.orders', 'test.shop.not_null_orders_id']);
    expect(await built('--vars', 'currency: USD')).toEqual([...ORDERS, ...REGIONS].sort());
    expect(await built('--vars', 'currency: USD')).toEqual([]);
    expect(await built('--vars', 'currency: USD', '--full-refresh')).toEqual([...ORDERS, ...REGIONS].sort());
    folder.write({ 'seeds/regions.csv': 'id,name\n1,north\n1,west\n' });
    for (const code of [1, 1]) {
      const { code: ended } = await runTx(['build', '--changed-only', '--vars', 'currency: USD'], {
        cwd: folder.path,
      });
      expect(ended).toBe(code);
    }
  });

  it('runs what has another effect by what is set beside its code, and nothing else', async () => {
    const settings = (values: Readonly<Record<string, unknown>>): string =>
      JSON.stringify({
        models: Object.entries(values).map(([name, value]) => ({ name, ...(value as object) })),
      });
    const first = {
      plain: { description: 'one', config: { tags: ['one'], meta: { owner: 'one' }, docs: { show: false } } },
      of_meta: { config: { meta: { owner: 'one' } } },
      below_inlined: {},
      inlined: { config: { meta: { owner: 'one' } } },
      kept: { description: 'one', config: { persist_docs: { relation: true } }, columns: [{ name: 'id' }] },
      granted: { config: { grants: { select: ['one'] } } },
      typed: { config: { contract: { enforced: true } }, columns: [{ name: 'id', data_type: 'int' }] },
      hooked: { description: 'one', config: { post_hook: "select '{{ model.description }}'" } },
      refreshed: { config: { full_refresh: null } },
      by_macro: { config: { tags: ['one'] } },
    };
    folder.write({
      'models/plain.sql':
        "-- a model of config.get and graph.nodes, since run_started_at\n{{ config(materialized='table') }} select 1 as model",
      'models/of_meta.sql': "select '{{ config.get('meta')['owner'] }}' as owner",
      'models/inlined.sql':
        "{{ config(materialized='ephemeral') }} select '{{ config.get('meta')['owner'] }}' as owner",
      'models/below_inlined.sql': "select * from {{ ref('inlined') }}",
      'models/kept.sql': 'select 1 as id',
      'models/granted.sql': 'select 1 as id',
      'models/typed.sql': "{{ config(materialized='table') }} select 1 as id",
      'models/hooked.sql': 'select 1 as id',
      'models/refreshed.sql': "{{ config(materialized='incremental') }} select 1 as id",
      'models/by_macro.sql': "select '{{ tags_of_model() }}' as tags",
      'macros/tags.sql': "{% macro tags_of_model() %}{{ model.tags | join(' ') }}{% endmacro %}",
      'models/facts.yml': settings(first),
    });
    await built();
    expect(await built()).toEqual([]);
    const other = JSON.parse(JSON.stringify(first).replaceAll('one', 'two')) as typeof first;
    const runBy = async (name: keyof typeof first): Promise<readonly string[]> => {
      folder.write({ 'models/facts.yml': settings({ ...first, [name]: other[name] }) });
      const ran = await built();
      folder.write({ 'models/facts.yml': settings(first) });
      await built();
      return ran.map((id) => id.slice('model.shop.'.length));
    };
    expect(await runBy('plain')).toEqual([]);
    for (const name of ['of_meta', 'kept', 'granted', 'hooked', 'by_macro'] as const)
      expect(await runBy(name)).toEqual([name]);
    expect(await runBy('inlined')).toEqual(['below_inlined']);
    Object.assign(other.typed.columns[0] ?? {}, { constraints: [{ type: 'not_null' }] });
    expect(await runBy('typed')).toEqual(['typed']);
    other.refreshed.config = { full_refresh: true as never };
    expect(await runBy('refreshed')).toEqual(['refreshed']);
    folder.write({
      'models/units.yml': JSON.stringify({
        unit_tests: [{ name: 'u', model: 'of_meta', given: [], expect: { rows: [{ owner: 'one' }] } }],
      }),
    });
    expect(await built()).toEqual(['unit_test.shop.of_meta']);
    expect(await built()).toEqual([]);
    await runTx(['run', '--select', 'of_meta'], { cwd: folder.path });
    await built();
    other.of_meta.config.meta.owner = 'two';
    folder.write({ 'models/facts.yml': settings({ ...first, of_meta: other.of_meta }) });
    const { stderr } = await runTx(['build', '--changed-only', '--select', 'unit_test:u'], {
      cwd: folder.path,
    });
    expect(stderr).toContain('FAIL 1 unit_test of_meta::u');
  });

  it('runs what is never the same, by a macro too', async () => {
    await built();
    folder.write({
      'macros/now.sql': "{% macro loaded_at() %}'{{ run_started_at }}'{% endmacro %}",
      'models/dated.sql': 'select {{ loaded_at() }} as loaded_at',
      'models/counted.sql': '{% set all = graph %} select {{ all.nodes | length }} as nodes',
      'models/now.sql':
        "select '{{ modules['datetime'].datetime.now() }}' as now, '{{ modules.re.sub('a', 'b', 'a') }}' as b",
      'models/matched.sql': "select '{{ modules.re.sub('a', 'b', 'a') }}' as b",
      'models/inlined.sql': "{{ config(materialized='ephemeral') }} select '{{ invocation_id }}' as id",
      'models/below.sql': "select * from {{ ref('inlined') }}",
    });
    await built();
    expect(await built()).toEqual(['below', 'counted', 'dated', 'now'].map((name) => `model.shop.${name}`));
  });

  it('runs tests whose failing rows are to be kept and are not', async () => {
    await built();
    const kept = ['test.shop.not_null_orders_id', 'test.shop.unique_regions_by_name_id'];
    expect(await built('--store-failures')).toEqual(kept);
    expect(await built('--store-failures')).toEqual([]);
  });

  it('runs all under another environment that variables read', async () => {
    const project = readFileSync(path.join(folder.path, 'dbt_project.yml'), 'utf8');
    folder.write({ 'dbt_project.yml': `${project}\nvars: {place: "{{ env_var('SHOP_PLACE', 'here') }}"}\n` });
    await built();
    expect(await built()).toEqual([]);
    const env = { SHOP_PLACE: 'there' };
    const { stderr } = await runTx(['build', '--changed-only'], { cwd: folder.path, env });
    expect(stderr).toContain('Done. PASS=6');
  });

  it('needs a ledger', async () => {
    folder.write({ 'tx.yml': 'ledger: off\n' });
    const { code, stderr } = await runTx(['build', '--changed-only'], { cwd: folder.path });
    expect([code, stderr]).toEqual([2, expect.stringContaining('TX5003')]);
  });
});
