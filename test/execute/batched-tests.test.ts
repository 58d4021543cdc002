import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type PostgresDatabase } from '../support/postgres-database.ts';
import { runTx, scratchFolder, shopFiles, type ScratchFolder } from '../support/run-tx.ts';

/** A relation with something wrong in every column, and tests of every kind and setting over it. */
const FILES = {
  'models/customers.sql': 'select 1 as customer_id union all select 2',
  'models/broken.sql': 'select 1 as id',
  'models/orders.sql': [
    "select 1 as id, 1 as customer_id, 'paid' as status, 10 as amount, 'a' as note",
    "union all select 2, 2, 'lost', null, 'a'",
    "union all select 2, 7, 'gone', null, 'b'",
    "union all select 3, null, null, 5, 'c'",
  ].join('\n'),
  'models/payments.sql': [
    "select 1 as id, 'paid' as status",
    "union all select 1, 'lost'",
    "union all select 1, 'lost'",
    "union all select 2, 'lost'",
    'union all select 2, null',
    "union all select 3, 'paid'",
    'union all select null, null',
    "union all select null, 'gone'",
  ].join('\n'),
  'models/sound.sql': "select 1 as id, 'paid' as status union all select null, 'open'",
  'models/none.sql': "{{ config(materialized='table') }}\nselect 1 as id, 'paid' as status where 1 = 0",
  'models/schema.yml': `
models:
  - name: payments
    columns: &keyed
      - name: id
        data_tests: [unique, {not_null: {config: {severity: warn}}}]
      - name: status
        data_tests:
          - accepted_values: {arguments: {values: [paid, open]}}
  - {name: sound, columns: *keyed}
  - {name: none, columns: *keyed}
  - name: customers
    columns:
      - name: customer_id
        data_tests: [unique, not_null]
  - name: orders
    columns:
      - name: id
        data_tests:
          - unique
          - not_null
      - name: customer_id
        data_tests:
          - not_null: {config: {severity: warn}}
          - relationships: {arguments: {to: ref('customers'), field: customer_id}}
      - name: status
        data_tests:
          - accepted_values: {arguments: {values: [paid, open]}}
          - not_null
      - name: amount
        data_tests:
          - accepted_values: {arguments: {values: [5, 10], quote: false}}
          - not_null: {config: {where: id < 2}}
          - not_null: {name: at_most_two_amounts_missing, config: {error_if: '> 2', warn_if: '> 1'}}
          - not_null: {name: one_amount_missing_is_enough, config: {limit: 1}}
          - not_null: {name: amounts_missing_are_kept, config: {store_failures: true}}
      - name: note
        data_tests: [unique, short]
  - name: broken
    columns:
      - name: id
        data_tests: [unique, not_null]
      - name: missing
        data_tests: [not_null]
`,
  'tests/generic/short.sql':
    '{% test short(model, column_name) %}\nselect * from {{ model }} where length({{ column_name }}) > 1\n{% endtest %}\n',
};

interface Result {
  readonly unique_id: string;
  readonly status: string;
  readonly failures: number | null;
  readonly message: string | null;
  readonly compiled_code: string | null;
  readonly relation_name: string | null;
}

interface Asked {
  readonly results: readonly Result[];
  readonly stderr: string;
  readonly statements: number;
}

describe.each(['duckdb', 'postgres'])('tests that are answered together, on %s', (adapter) => {
  let folder: ScratchFolder;
  let database: PostgresDatabase | null = null;
  let batched: Asked;
  let alone: Asked;

  async function ask(...args: string[]): Promise<Asked> {
    const { stderr } = await runTx(['test', '--debug', '--threads', '4', ...args], { cwd: folder.path });
    const text = readFileSync(path.join(folder.path, 'target/run_results.json'), 'utf8');
    const { results } = JSON.parse(text) as { results: readonly Result[] };
    const told = results.map(({ unique_id, status, failures, message, compiled_code, relation_name }) => ({
      unique_id,
      status,
      failures,
      message,
      compiled_code,
      relation_name,
    }));
    const sorted = told.toSorted((a, b) => a.unique_id.localeCompare(b.unique_id));
    return { results: sorted, stderr, statements: stderr.match(/SQL status: /g)?.length ?? 0 };
  }

  beforeAll(async () => {
    if (adapter === 'postgres') database = await createDatabase('batched_tests');
    const output =
      database === null ? { type: 'duckdb', path: 'shop.duckdb' } : { ...database.output, schema: 'dev' };
    const profiles = JSON.stringify({ shop: { target: 'dev', outputs: { dev: output } } });
    folder = scratchFolder(shopFiles({ ...FILES, 'profiles.yml': profiles }));
    expect((await runTx(['run'], { cwd: folder.path })).code).toBe(0);
    batched = await ask();
    alone = await ask('--no-batch-tests');
  });
  afterAll(async () => {
    await database?.drop();
    folder.remove();
  });

  it('have the status, failures, message and compiled SQL that each has alone', () => {
    expect(batched.results).toEqual(alone.results);
    const having = (status: string): number =>
      batched.results.filter((result) => result.status === status).length;
    expect(['error', 'fail', 'pass', 'warn'].map(having)).toEqual([1, 9, 13, 4]);
  });

  it('take fewer statements', () => {
    expect(batched.statements).toBeLessThan(alone.statements);
  });

  it('are in a dry run as they are in a run', async () => {
    const { stdout } = await runTx(['test', '--dry-run', '-s', 'customers,test_type:data'], {
      cwd: folder.path,
    });
    expect(stdout).toMatch(
      /count\(case when customer_id is null then 1 end\) as part_\d[^;]+group by customer_id/,
    );
    expect(stdout).toMatch(/is answered by the statement of (not_null|unique)_customers_customer_id/);
  });

  it('wait each for what it reads, whatever of it is in the run', async () => {
    folder.write({
      'models/waits/upstream.sql': 'select 1 as id',
      'models/waits/slow.sql': 'select 1 as id',
      'models/waits/on_slow.sql': "select * from {{ ref('slow') }}",
      'models/waits/waiting.sql': "select * from {{ ref('upstream') }}",
      'models/waits/schema.yml': `models: [{name: waiting, columns: [{name: id, data_tests: [not_null,
  {relationships: {name: to_upstream, arguments: {to: ref('upstream'), field: id}}},
  {relationships: {name: to_other, arguments: {to: ref('on_slow'), field: id}}}]}]}]`,
    });
    const plan = async (): Promise<string> =>
      (await runTx(['build', '--dry-run', '-s', 'slow', 'waiting+'], { cwd: folder.path })).stdout;
    const answeredByAnother = (text: string) => text.match(/is answered by the statement of \w+/g)?.length;
    expect(answeredByAnother(await plan())).toBe(2);
    // With models below it, the others are asked before there is what this one reads.
    folder.write({
      'models/waits/below.sql': "select * from {{ ref('waiting') }}",
      'models/waits/last.sql': "select * from {{ ref('below') }}",
    });
    const text = await plan();
    expect(answeredByAnother(text)).toBe(1);
    const [slow, other] = ['model.shop.slow:', 'test.shop.to_other.'].map((id) => text.indexOf(`-- ${id}`));
    expect(slow).toBeGreaterThan(0);
    expect(other).toBeGreaterThan(slow ?? Infinity);
    expect(text.slice(other, text.indexOf('\n-- ', other))).toContain('as should_error');
  });

  it('are no more in a statement than it may have columns', async () => {
    const names = Array.from({ length: 1_700 }, (_, index) => `{not_null: {name: not_null_${index}}}`);
    folder.write({
      'models/many.sql': 'select 1 as id',
      'models/many.yml': `models: [{name: many, columns: [{name: id, data_tests: [${names.join(', ')}]}]}]`,
    });
    expect((await runTx(['run', '-s', 'many'], { cwd: folder.path })).code).toBe(0);
    const { results, statements } = await ask('-s', 'many');
    expect(results.filter(({ status }) => status === 'pass')).toHaveLength(1_700);
    expect(statements).toBeLessThan(10);
    folder.write({ 'models/many.yml': '' });
  });

  it('are what the macro of the project says where it has one of the name', async () => {
    folder.write({
      'macros/not_null.sql':
        '{% test not_null(model, column_name) %}select 1 as x from {{ model }} where false{% endtest %}\n',
    });
    const { results } = await ask('-s', 'orders');
    const overridden = results.filter(({ unique_id }) => /not_null/.test(unique_id));
    expect(overridden.length).toBeGreaterThan(3);
    for (const { status } of overridden) expect(status).toBe('pass');
  });

  it('are what the macro of the project says that dispatch finds for the name', async () => {
    folder.write({
      'macros/not_null.sql':
        '{% macro default__test_not_null(model, column_name) %}select 1 as x from {{ model }} where false{% endmacro %}\n',
      'macros/unique.sql':
        '{% macro default__test_unique(model, column_name) %}{{ dbt.default__test_unique(model, column_name) }} limit 1{% endmacro %}\n',
    });
    folder.write({
      'macros/accepted.sql': `{% macro default__test_accepted_values(relation, column, allowed, quote) %}
{{ config(severity='warn') }}select * from {{ ref('customers') }} where '{{ column }} {{ allowed | join(' ') }} {{ quote }}' = 'status paid open True'
{% endmacro %}`,
    });
    const { results } = await ask('-s', 'payments');
    const verdict = (name: string): unknown => {
      const found = results.find(({ unique_id }) => unique_id.includes(name));
      return [found?.status, found?.failures];
    };
    expect(verdict('not_null_payments_id')).toEqual(['pass', 0]);
    expect(verdict('unique_payments_id')).toEqual(['fail', 1]);
    expect(verdict('accepted_values_payments')).toEqual(['warn', 2]);
  });

  it('each look at what its own macro narrows the relation to', async () => {
    const narrowed = (meta: string, of: string): string =>
      `{name: ${of}, data_tests: [{${of === 'id' ? 'unique' : 'not_null'}: {config: {meta: {live: ${meta}}}}}]}`;
    folder.write({
      'macros/accepted.sql': '',
      'macros/not_null.sql': '',
      'macros/unique.sql':
        "{% test unique(model, column_name) %}{{ adapter.dispatch('test_unique', 'dbt')(model, column_name) }}{% endtest %}",
      'macros/where.sql':
        "{% macro get_where_subquery(relation) %}{% if execute and config.get('meta', {}).get('live') %}" +
        '(select * from {{ relation }} where live) as living{% else %}{{ relation }}{% endif %}{% endmacro %}\n',
      'models/beings.sql':
        "{{ config(materialized='table') }}select 1 as id, 'a' as note, true as live union all select 1, null, false",
      'models/beings.yml': `models: [{name: beings, columns: [${narrowed('true', 'id')}, ${narrowed('false', 'note')}]}]`,
    });
    expect((await runTx(['run', '-s', 'beings'], { cwd: folder.path })).code).toBe(0);
    const statuses = async (): Promise<readonly string[]> =>
      (await ask('-s', 'beings')).results.map(({ status }) => status);
    expect(await statuses()).toEqual(['fail', 'pass']);
    folder.write({
      'models/beings.yml': `models: [{name: beings, columns: [${narrowed('false', 'id')}, ${narrowed('true', 'note')}]}]`,
    });
    expect(await statuses()).toEqual(['pass', 'fail']);
  });
});

describe('tests that are answered together', () => {
  const folder = scratchFolder(
    shopFiles({
      'tx.yml': 'interval: {var: date, grain: day}\npublish: after-audits',
      'models/other.sql': 'select 1 as id',
      'models/orders.sql': `{{ config(materialized='incremental', unique_key='id') }}
select 1 as id, date '{{ var("date", "2026-05-01") }}' as zone`,
      'models/orders.yml': `models:
  - name: orders
    columns:
      - name: id
        data_tests:
          - not_null
          - unique
          - relationships: {name: to_other, arguments: {to: ref('other'), field: id}}
      - name: zone
        data_tests:
          - not_null: {config: {enabled: "{{ var('date', '2026-05-01') != '2026-05-02' }}"}}
          - relationships: {name: zones_to_other, arguments: {to: ref('other'), field: id}}
`,
    }),
  );
  const tx = async (...args: string[]): Promise<string> => {
    const { stdout, stderr } = await runTx(args, { cwd: folder.path });
    return stdout + stderr;
  };
  afterAll(() => folder.remove());

  it('are in a dry run asked before publication and not again', async () => {
    const text = await tx('build', '--dry-run');
    const published = text.indexOf('-- test.shop.');
    const [audited, after] = [text.slice(0, published), text.slice(published)];
    expect(audited.match(/as test_\d/g)).toHaveLength(3);
    expect(audited).toContain('-- unique_orders_id is answered by the statement of not_null_orders_');
    expect(text.match(/-- asked before orders is published/g)).toHaveLength(3);
    expect(after.match(/as test_\d/g)).toHaveLength(2);
    expect(after).toContain('is answered by the statement of');
  });

  it('do not hide their node in a dry run where one of them cannot be planned yet', async () => {
    folder.write({
      'tests/generic/looks.sql':
        '{% test looks(model) %}{% if execute %}{% do run_query("select count(*) from " ~ model) %}{% endif %}select 1 as x from {{ model }} where false{% endtest %}',
      'models/seen.sql': 'select 1 as id',
      'models/seen.yml':
        'models: [{name: seen, data_tests: [looks], columns: [{name: id, data_tests: [not_null]}]}]',
    });
    const text = await tx('build', '--dry-run', '--select', 'seen');
    expect(text).toMatch(/create or replace view .*"seen"/);
    expect(text).toContain('-- looks_seen_ cannot be planned before seen is built');
    expect(text.match(/-- asked before seen is published/g)).toHaveLength(2);
    folder.write({ 'models/seen.yml': '' });
  });

  it('are those of one interval, and of those that are enabled for it', async () => {
    folder.write({ 'tx.yml': 'interval: {var: date, grain: day}\npublish: immediately' });
    const days = ['--start-date', '2026-05-01', '--end-date', '2026-05-03'];
    const plan = await tx('backfill', '--dry-run', '-s', 'orders', ...days);
    expect(plan.match(/as test_0/g)).toHaveLength(3);
    expect(plan.match(/insert into .*"orders" \("id", "zone"\)\nselect "id", "zone"\n/g)).toHaveLength(2);
    expect(plan.match(/as test_2/g)).toHaveLength(2);
    expect(plan).not.toContain('as test_3');
    const text = await tx('backfill', '-s', 'orders', ...days);
    expect(text).toContain('Done. PASS=11 WARN=0 ERROR=1');
    expect(text).toMatch(/Error in test not_null_orders_zone.*\n.*is disabled in some of the intervals/);
  });
});
