import { afterAll, expect, it } from 'vitest';
import { runTx, scratchFolder, shopFiles } from '../support/run-tx.ts';

const folder = scratchFolder(
  shopFiles({
    'models/m.sql':
      '{{ dbt.escape_single_quotes(none) }} {{ dbt.string_literal(none) }} {{ dbt.length(none) }}',
  }),
);
afterAll(() => folder.remove());

it('none is the word that dbt’s macros print for it, and left out where it may be', async () => {
  const { stdout } = await runTx(['--quiet', 'compile', '--select', 'm'], { cwd: folder.path });
  expect(stdout.replace(/\s+/g, ' ').trim()).toBe("None 'None' length( None )");
});

it('what --quiet leaves is the SQL or the rows alone', async () => {
  const tx = async (...args: readonly string[]): Promise<string> =>
    (await runTx(args, { cwd: folder.path })).stdout;
  const inline = ['--inline', 'select 1 as a'];
  expect(await tx('--quiet', 'compile', ...inline)).toBe('select 1 as a\n');
  expect(await tx('compile', ...inline)).toBe('Compiled inline node is:\nselect 1 as a\n');
  expect(await tx('--quiet', 'show', ...inline)).toMatch(/^\| a/);
});

it('sources are quoted by their own settings and the adapter’s, what the project builds by the project’s', async () => {
  const project = `name: shop\nversion: '1.0'\nprofile: shop\nquoting: {database: false, schema: false, identifier: false}\n`;
  const own = scratchFolder(
    shopFiles({
      'dbt_project.yml': project,
      'models/n.sql': 'select 1 as id',
      'models/m.sql':
        "{{ source('a','t') }} {{ source('a','u') }} {{ source('b','t') }} {{ source('b','u') }} {{ ref('n') }}",
      'models/s.yml': `sources:
  - {name: a, database: x, schema: s, tables: [{name: t}, {name: u, quoting: {identifier: false}}]}
  - {name: b, database: x, schema: s, quoting: {schema: false}, tables: [{name: t}, {name: u, quoting: {database: false, schema: true}}]}
`,
    }),
  );
  const { stdout } = await runTx(['--quiet', 'compile', '--select', 'm'], { cwd: own.path });
  expect(stdout.trim()).toBe('"x"."s"."t" "x"."s".u "x".s."t" x."s"."u" shop.main.n');
  own.remove();
});
