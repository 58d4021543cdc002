import { afterAll, expect, it } from 'vitest';
import { runTx, scratchFolder, shopFiles } from '../support/run-tx.ts';

/** Names by which packages on the hub read settings and results. */
const folder = scratchFolder(
  shopFiles({
    'dbt_project.yml': `name: shop
version: 1.2.3
profile: shop
vars: {pots: 3}
on-run-end: ["{{ tell(results) }}"]
`,
    'models/orders.sql': 'select 1 as id',
    'macros/tell.sql': `{% macro tell(results) %}
{% set settings = builtins.ref.config %}
{% set said = {
  'name': settings.project_name, 'version': settings.dependencies['shop'].version, 'vars': settings.vars.to_dict(),
  'cli': settings.cli_vars, 'args': settings.args.select, 'target': settings.target_name, 'nothing': settings.nothing is defined,
  'command': invocation_args_dict.invocation_command,
} %}
{% do log('SAID ' ~ tojson(said), info=True) %}
{% for result in results %}
{% set timing = result.timing[0].to_dict() %}
{% set all = result.to_dict() %}
{% do log('RESULT ' ~ tojson({
  'phase': [timing.name, result.timing[0].name, timing.started_at is string], 'keys': all.keys() | list, 'status': all.status,
  'code': result.node.compiled_code, 'same': all.node.compiled_code == result.node.to_dict().compiled_code,
  'path': result.node.compiled_path, 'item': result.node['unique_id'],
}), info=True) %}
{% endfor %}
{% set temporary = make_temp_relation(api.Relation.create(database='d', schema='s', identifier='orders')) %}
{% do log('TEMPORARY ' ~ temporary, info=True) %}
{% endmacro %}`,
  }),
);
afterAll(() => folder.remove());

it('settings of the project and its packages, arguments, and results as dicts', async () => {
  const args = ['run', '--select', 'orders', '--vars', 'pots: 4'];
  const { stdout, stderr } = await runTx(args, { cwd: folder.path });
  const told = (word: string): unknown => {
    const line = new RegExp(`${word} (.*)`).exec(`${stdout}${stderr}`)?.[1] ?? '';
    return line.startsWith('{') ? JSON.parse(line) : line;
  };
  expect(told('SAID'), stderr).toEqual({
    name: 'shop',
    version: '1.2.3',
    vars: { pots: 3 },
    cli: { pots: 4 },
    args: ['orders'],
    target: 'dev',
    nothing: false,
    command: 'tx run --select orders --vars pots: 4',
  });
  expect(told('RESULT')).toEqual({
    phase: ['compile', 'compile', true],
    keys: [
      'status',
      'timing',
      'thread_id',
      'execution_time',
      'adapter_response',
      'message',
      'failures',
      'node',
    ],
    status: 'success',
    code: 'select 1 as id',
    same: true,
    path: 'target/compiled/shop/models/orders.sql',
    item: 'model.shop.orders',
  });
  expect(told('TEMPORARY')).toBe('"orders__dbt_tmp"');
});
