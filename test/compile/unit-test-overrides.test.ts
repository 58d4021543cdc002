import { afterAll, expect, it } from 'vitest';
import { runTx, scratchFolder, shopFiles } from '../support/run-tx.ts';

/** What dbt 1.12.6 made of the same project: a macro named by its package is one in the package, also for other macros. */
const EXPECTED = {
  global: {
    overrides: { bound: 'other', type_string: 'txt', missing: 1, invocation_id: 'mine' },
    row: ['other', 'other', 'own', 'default', 'txt', 'txt', 'mine'],
  },
  package: {
    overrides: { 'shop.bound': 'other', 'shop.default__way': 'changed', 'shop.missing': 1, 'nowhere.x': 2 },
    row: ['own', 'own', 'other', 'changed', 'TEXT', 'TEXT', ''],
  },
  both: {
    overrides: {
      'shop.bound': 'qual',
      bound: [1, 2],
      'dbt.type_string': 'b',
      type_string: 'c',
      invocation_id: 7,
    },
    row: ['[1, 2]', '[1, 2]', 'qual', 'default', 'c', 'c', '7'],
  },
};
const COLUMNS = ['plain', 'unqualified', 'qualified', 'dispatched', 'kind', 'direct', 'invocation'];

const unitTests = Object.entries(EXPECTED).map(([name, { overrides, row }]) => ({
  name,
  model: 'm',
  overrides: { macros: { invocation_id: '', ...overrides } },
  given: [],
  expect: { rows: [Object.fromEntries(COLUMNS.map((column, index) => [column, row[index]]))] },
}));

const folder = scratchFolder(
  shopFiles({
    'macros/m.sql': `{% macro bound() %}{{ return('own') }}{% endmacro %}
{% macro unqualified() %}{{ bound() }}{% endmacro %}
{% macro qualified() %}{{ shop.bound() }}{% endmacro %}
{% macro dispatched() %}{{ adapter.dispatch('way', 'shop')() }}{% endmacro %}
{% macro default__way() %}default{% endmacro %}
{% macro kind() %}{{ dbt.type_string() }}{% endmacro %}`,
    'models/m.sql': `select '{{ bound() }}' as plain, '{{ unqualified() }}' as unqualified,
  '{{ qualified() }}' as qualified, '{{ dispatched() }}' as dispatched, '{{ kind() }}' as kind,
  '{{ type_string() }}' as direct, '{{ invocation_id }}' as invocation`,
    'models/m.yml': JSON.stringify({ unit_tests: unitTests }),
  }),
);
afterAll(() => folder.remove());

it('macros that a unit test overrides are what it says, within other macros too', async () => {
  const { code, stderr } = await runTx(['build'], { cwd: folder.path });
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('PASS=4');
});
