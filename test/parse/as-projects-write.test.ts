import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTx, scratchFolder, shopFiles } from '../support/run-tx.ts';

/** Ways of writing that large public projects have, and what manifest.json of dbt 1.12.6 says of them. */
describe('a project written as large ones are', () => {
  const folder = scratchFolder(
    shopFiles({
      'dbt_project.yml': `name: shop
version: '1.0'
profile: shop
on-run-start: ["{{ note_schema() }}"]
models:
  +meta: {prefix: "{% if var('prefix', None) != None %}{{ var('prefix') }}{% else %}none{% endif %}", has: "{{ var.has_var('prefix') }}"}
vars:
  unit: "{{ env_var('TIME_UNIT', 'day') }}"
  span: "3 {{ var('unit') }}s of {{ target.name }}"
seeds:
  shop:
    rates:
      +column_types:
        id: |
          integer
        rate: |
          {% if target.type == 'duckdb' %}double{% else %}float{% endif %}
`,
      'macros/naming.sql': `{% macro default__generate_schema_name(custom_schema_name, node) %}{{ target.schema if node is none or custom_schema_name is none else custom_schema_name }}{{ node.nothing }}{% endmacro %}
{% macro note_schema() %}{% do log('SCHEMA ' ~ generate_schema_name(custom_schema_name='meta'), info=True) %}{% endmacro %}
{% macro default__make_temp_relation(base_relation, suffix) %}{{ return(base_relation.incorporate(path={'identifier': base_relation.identifier ~ suffix})) }}{% endmacro %}`,
      'seeds/rates.csv': 'id,rate\n1,2\n',
      'models/off.sql': "{{ config(enabled=var('nothing', False) | as_bool) }} select 1 as id",
      'models/orders.sql':
        "{{ config(enabled=var('nothing', True) | as_bool, meta={'n': '3' | as_number}) }} select 1 as id, '{{ make_temp_relation(this) }}' as temporary",
      'models/sums.sql':
        "{{ config(meta={'span': var('span')}, tags=['own']) }}select id from {{ ref('orders') }} -- {{ var('span') }}",
      'models/models.yml': `models:
  - name: orders
    description: |
      kept
    config: {meta: {note: "text\\n"}}
    columns:
      - name: id
        data_tests: [{unique: {config: {tags: [z, m]}}}]
        tags: [p]
  - {name: sums, config: {tags: [described]}}
unit_tests:
  - name: of_sums
    model: sums
    given:
      - input: ref('orders')
        format: sql
        rows: |
          {% set type = 'bigint' if target.type == 'duckdb' else 'int' %}
          select cast(7 as {{ type }}) as id
          {% for n in [1, 2] %}{% set type = 'smallint' %}union all select cast({{ n }} as {{ type }}){% endfor %}
    expect: {rows: [{id: 7}, {id: 1}, {id: 2}]}
`,
    }),
  );
  type Node = Readonly<Record<string, unknown>>;
  let nodes: Readonly<Record<string, Node>>;
  let unitTest: { readonly given: readonly { readonly rows: string }[] };
  let told: string;
  beforeAll(async () => {
    const { code, stderr } = await runTx(['build'], { cwd: folder.path });
    told = stderr;
    expect(code, stderr).toBe(0);
    const manifest = JSON.parse(readFileSync(path.join(folder.path, 'target/manifest.json'), 'utf8')) as {
      readonly nodes: Readonly<Record<string, Node>>;
      readonly unit_tests: Readonly<Record<string, typeof unitTest>>;
    };
    nodes = manifest.nodes;
    unitTest = Object.values(manifest.unit_tests)[0] as typeof unitTest;
  });
  afterAll(() => folder.remove());
  const configOf = (id: string): Node => nodes[id]?.['config'] as Node;

  it('has none as a default in its settings', () => {
    expect(configOf('model.shop.sums')['meta']).toMatchObject({ prefix: 'none', has: false });
  });

  it('has variables that are templates themselves, rendered where they are read', () => {
    expect(configOf('model.shop.sums')['meta']).toMatchObject({ span: '3 days of dev' });
    expect(nodes['model.shop.sums']?.['compiled_code']).toContain('-- 3 days of dev');
  });

  it('has the tags of a file before those of its description', () => {
    expect(nodes['model.shop.sums']?.['tags']).toEqual(['own', 'described']);
    expect(configOf('model.shop.sums')['tags']).toEqual(['described', 'own']);
  });

  it('has values without the line break that Jinja drops at their end', () => {
    expect(configOf('seed.shop.rates')['column_types']).toEqual({ id: 'integer', rate: 'double' });
    expect(configOf('model.shop.orders')['meta']).toMatchObject({ note: 'text', n: '3' });
    expect(nodes['model.shop.orders']?.['description']).toBe('kept\n');
  });

  it('has truth values behind as_bool in its files', () => {
    expect(Object.keys(nodes)).not.toContain('model.shop.off');
    expect(configOf('model.shop.orders')['enabled']).toBe(true);
  });

  it('has rows of unit tests by variables that they set', () => {
    expect(unitTest.given[0]?.rows).toBe(
      '\nselect cast(7 as bigint) as id\nunion all select cast(1 as smallint)union all select cast(2 as smallint)',
    );
  });

  it('has its own macros called with what dbt’s pass', () => {
    expect(told).toContain('SCHEMA main');
    expect(nodes['model.shop.orders']?.['compiled_code']).toContain('orders__dbt_tmp');
  });

  it('has the tags of a test in order', () => {
    expect(Object.values(nodes).find(({ name }) => name === 'unique_orders_id')?.['tags']).toEqual([
      'm',
      'p',
      'z',
    ]);
  });
});
