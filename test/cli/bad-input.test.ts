import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { runTx, scratchFolder, shopFiles, type Invocation, type ScratchFolder } from '../support/run-tx.ts';

describe('bad input ends with one clear error', () => {
  let folder: ScratchFolder | null = null;
  afterEach(() => folder?.remove());

  const tx = async (
    args: readonly string[],
    files: Readonly<Record<string, string>> = {},
    env: Readonly<Record<string, string>> = {},
  ): Promise<Invocation> => {
    folder = scratchFolder(shopFiles({ 'models/orders.sql': 'select 1 as id', ...files }));
    const ended = await runTx(args, { cwd: folder.path, env });
    // Stack traces are for --debug.
    expect(ended.stderr).not.toMatch(/^\s+at .*\.(js|ts|cjs):\d+/m);
    return ended;
  };

  it('a misspelt ref: place, frame, suggestion', async () => {
    const { code, stderr } = await tx(['build'], {
      'models/gold.sql': "select *\nfrom {{ ref('oders') }}\n",
    });
    expect(code).toBe(2);
    expect(stderr).toContain('[TX1301] models/gold.sql:2:13');
    expect(stderr).toContain("  > 2 | from {{ ref('oders') }}\n      |             ^");
    expect(stderr).toContain("help: Did you mean 'orders'?");
  });

  it('all errors of a project at once', async () => {
    const { code, stderr } = await tx(['parse'], {
      'models/one.sql': "select * from {{ ref('nothing_like_it') }}",
      'models/two.sql': 'select {{ 1 + }}',
      'models/three.sql': "select * from {{ source('a', 'b') }}",
      'models/schema.yml': 'models:\n  - name: orders\n   description: x\n',
    });
    expect(code).toBe(2);
    for (const file of [
      'models/one.sql:1',
      'models/two.sql:1',
      'models/three.sql:1',
      'models/schema.yml:3',
    ]) {
      expect(stderr).toContain(file);
    }
  });

  it('a broken file is told of once, not by everything that names what is in it', async () => {
    const { code, stderr } = await tx(['parse'], {
      'models/broken.sql': 'select {{ 1 + }}',
      'models/reader.sql': "select * from {{ ref('broken') }} join {{ ref('orderz') }} on {{ same_id() }}",
      'macros/ids.sql': '{% macro same_id() %}{{ 1 + }}{% endmacro %}',
      'models/schema.yml':
        'models: [{name: broken, columns: [{name: id, data_tests: [unique]}]}]\nunit_tests: [{name: u, model: broken, given: [], expect: {rows: []}}]\n',
    });
    expect(code).toBe(2);
    const told = [...stderr.matchAll(/\[(TX\d+)\] (\S+?)(:|$)/gm)].map(
      ([, errorCode, file]) => `${errorCode} ${file}`,
    );
    expect(told.sort()).toEqual([
      'TX1001 macros/ids.sql',
      'TX1001 models/broken.sql',
      'TX1301 models/reader.sql',
    ]);
    expect(stderr).toContain("Did you mean 'orders'?");
  });

  it('a cycle is named in full', async () => {
    const { code, stderr } = await tx(['ls'], {
      'models/a.sql': "select * from {{ ref('c') }}",
      'models/b.sql': "select * from {{ ref('a') }}",
      'models/c.sql': "select * from {{ ref('b') }}",
    });
    expect(code).toBe(2);
    for (const name of ['model.shop.a', 'model.shop.b', 'model.shop.c']) expect(stderr).toContain(name);
  });

  it.each([
    [['biuld'], 'Did you mean build?'],
    [['run', '--selct', 'x'], 'Did you mean --select?'],
    [['run', '--target', 'prod'], 'There is: dev'],
    [['run', '--profile', 'shopp'], 'There is: shop'],
    [['run', '--vars', '{a: '], '--vars'],
    [['run', '--project-dir', 'elsewhere'], 'dbt_project.yml'],
    [['run', '--profiles-dir', 'elsewhere'], 'profiles.yml'],
    [['run', '--threads', 'many'], 'threads'],
    [['run', '--select', 'state:modified'], '--state'],
  ])('%j says what to do', async (args, told) => {
    const { code, stderr } = await tx(args);
    expect(code).toBe(2);
    expect(stderr).toContain(told);
  });

  it('a macro that fails shows the chain of calls', async () => {
    const { code, stderr } = await tx(['compile'], {
      'macros/money.sql':
        '{% macro cents(x) %}\n  {{ exceptions.raise_compiler_error("no cents of " ~ x) }}\n{% endmacro %}\n',
      'models/gold.sql': "select 1,\n  {{ cents('price') }}\n",
    });
    expect(code).toBe(2);
    expect(stderr).toContain('no cents of price');
    expect(stderr).toContain('macros/money.sql:2');
    expect(stderr).toContain('called from models/gold.sql:2');
  });

  it('a DuckDB file that another process has open', async () => {
    folder = scratchFolder(shopFiles({ 'models/orders.sql': 'select 1 as id' }));
    const held = await DuckDBInstance.create(path.join(folder.path, 'shop.duckdb'));
    try {
      const ended = await runTx(['run'], { cwd: folder.path });
      expect(ended.code).not.toBe(0);
      expect(ended.stderr).toMatch(/shop\.duckdb/);
      expect(ended.stderr).toMatch(/lock/i);
      expect(ended.stderr).toContain('help:');
    } finally {
      held.closeSync();
    }
  });

  it('a file that is no DuckDB database is left as it is', async () => {
    const { code, stderr } = await tx(['run'], { 'shop.duckdb': 'these are my notes, '.repeat(1000) });
    expect(code).not.toBe(0);
    expect(stderr).toContain('shop.duckdb');
    expect(readFileSync(path.join(folder?.path ?? '', 'shop.duckdb'), 'utf8')).toContain('my notes');
  });

  it('a database folder that is not there', async () => {
    const { code, stderr } = await tx(['run'], {
      'profiles.yml': 'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: none/shop.duckdb}\n',
    });
    expect(code).not.toBe(0);
    expect(stderr).toContain('none/shop.duckdb');
  });

  it('a failing project leaves the database as it was', async () => {
    const { code } = await tx(['build'], { 'models/gold.sql': "select * from {{ ref('oders') }}" });
    expect(code).toBe(2);
    expect(existsSync(path.join(folder?.path ?? '', 'shop.duckdb'))).toBe(false);
  });
});

describe('secrets', () => {
  const SECRET = 'hunter2-and-more';
  const folder = scratchFolder(
    shopFiles({
      // The database's own words hold the secret.
      'models/leaking.sql':
        "{{ config(materialized='table') }} select cast(current_setting('custom_user_agent') as int) as id",
      'profiles.yml': [
        'shop:',
        '  target: dev',
        '  outputs:',
        '    dev:',
        '      type: duckdb',
        '      path: shop.duckdb',
        '      config_options:',
        `        custom_user_agent: "{{ env_var('DBT_ENV_SECRET_KEY') }}"`,
        '',
      ].join('\n'),
    }),
  );
  afterAll(() => folder.remove());

  it('are neither in the output, nor in the log file, nor in an artifact', async () => {
    const ended = await runTx(['build', '--debug', '--log-level-file', 'debug'], {
      cwd: folder.path,
      env: { DBT_ENV_SECRET_KEY: SECRET },
    });
    expect(ended.stderr).toContain('*****');
    const files = ['logs/dbt.log', 'target/manifest.json', 'target/run_results.json'].map((file) =>
      readFileSync(path.join(folder.path, file), 'utf8'),
    );
    expect(files[2]).toContain('*****');
    for (const text of [ended.stdout, ended.stderr, ...files]) expect(text).not.toContain(SECRET);
  });
});
