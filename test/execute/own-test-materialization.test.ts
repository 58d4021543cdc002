import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runTx, scratchFolder, shopFiles } from '../support/run-tx.ts';

/** As dbt 1.12 has it: a project may run its data tests by a macro of its own, a package where a flag of the project lets it. */
const folder = scratchFolder(
  shopFiles({
    'models/orders.sql': 'select 1 as id union all select null union all select 1',
    'models/orders.yml': `models:
  - name: orders
    columns:
      - name: id
        data_tests: [not_null, unique, {accepted_values: {arguments: {values: [1], quote: false}, config: {severity: warn}}}]
`,
    'vendor/dbt_project.yml': "name: vendor\nversion: '1.0'\n",
    'packages.yml': 'packages: [{local: vendor}]\n',
  }),
);
afterAll(() => folder.remove());

const DIRECT = `{% materialization test, default %}
  {% call statement('main', fetch_result=True) %}{{ get_test_sql(sql, 'count(*)', '!= 0', '> 1', none) }}{% endcall %}
  {{ return({'relations': []}) }}
{% endmaterialization %}`;

const THROUGH = (word: string): string => `{% materialization test, default %}
  {% set made = dbt.materialization_test_default() %}
  {% set row = load_result('main').table.rows[0] %}
  {% do log('${word} ' ~ model.name ~ ' ' ~ row['failures'] ~ ' ' ~ (model.compiled_code == sql), info=True) %}
  {{ return(made) }}
{% endmaterialization %}`;

async function test(
  ...args: readonly string[]
): Promise<{ readonly text: string; readonly results: unknown }> {
  const { stderr, stdout } = await runTx(['test', ...args], { cwd: folder.path });
  const written = readFileSync(path.join(folder.path, 'target/run_results.json'), 'utf8');
  const { results } = JSON.parse(written) as {
    results: readonly { unique_id: string; status: string; failures: number }[];
  };
  const told = results.map(({ unique_id, status, failures }) => [unique_id.split('.')[2], status, failures]);
  return { text: stdout + stderr, results: told.sort() };
}

const PLAIN = [
  ['accepted_values_orders_id__False__1', 'pass', 0],
  ['not_null_orders_id', 'fail', 1],
  ['unique_orders_id', 'fail', 1],
];

it('is called with what a test is compiled to, and may call the built-in one', async () => {
  await runTx(['deps'], { cwd: folder.path });
  await runTx(['run'], { cwd: folder.path });
  expect((await test()).results).toEqual(PLAIN);
  folder.write({ 'macros/test.sql': THROUGH('OWN') });
  const { text, results } = await test();
  expect(results).toEqual(PLAIN);
  expect(text).toContain('OWN not_null_orders_id 1 True');
  expect(text).toContain('OWN accepted_values_orders_id__False__1 0 True');
});

it('keeps failing rows through the built-in one', async () => {
  await test('--store-failures');
  const { stdout } = await runTx(
    ['--quiet', 'show', '--inline', 'select count(*) as n from main_dbt_test__audit.not_null_orders_id'],
    { cwd: folder.path },
  );
  expect(stdout).toContain('| 1 |');
});

it('may judge in its own words', async () => {
  folder.write({ 'macros/test.sql': DIRECT });
  expect((await test()).results).toEqual([
    ['accepted_values_orders_id__False__1', 'pass', 0],
    ['not_null_orders_id', 'warn', 1],
    ['unique_orders_id', 'warn', 1],
  ]);
});

it('says so where it judges nothing', async () => {
  folder.write({
    'macros/test.sql':
      "{% materialization test, default %}{{ return({'relations': []}) }}{% endmaterialization %}",
  });
  const { text } = await test('--select', 'not_null_orders_id');
  expect(text).toContain('[TX3204]');
  expect(text).toContain("has no statement 'main' that gives failures, should_warn and should_error");
});

it('of a package counts where the project lets packages replace what is built in', async () => {
  folder.write({ 'macros/test.sql': '', 'vendor/macros/test.sql': THROUGH('VENDOR') });
  expect((await test()).text).not.toContain('VENDOR');
  const project = readFileSync(path.join(folder.path, 'dbt_project.yml'), 'utf8');
  folder.write({
    'dbt_project.yml': `${project}\nflags: {require_explicit_package_overrides_for_builtin_materializations: false}\n`,
  });
  const { text, results } = await test();
  expect(results).toEqual(PLAIN);
  expect(text).toContain('VENDOR unique_orders_id 1 True');
});
