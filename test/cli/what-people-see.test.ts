import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTx, scratchFolder, shopFiles, type Invocation } from '../support/run-tx.ts';

const AIRFLOW = {
  AIRFLOW_CTX_DAG_ID: 'nightly',
  AIRFLOW_CTX_TASK_ID: 'build',
  AIRFLOW_CTX_DAG_RUN_ID: 'scheduled__2026-05-26',
};

const FILES = shopFiles({
  'models/orders.sql': 'select 1 as id union all select 1',
  'models/broken.sql': '-- a comment\nselec 1',
  'models/schema.yml':
    'models:\n  - name: orders\n    columns:\n      - name: id\n        data_tests: [unique]\n',
});

describe('what people see', () => {
  const folder = scratchFolder(FILES);
  const tx = (args: readonly string[], env = {}): Promise<Invocation> =>
    runTx(args, { cwd: folder.path, env });
  afterAll(() => folder.remove());

  it('plain lines without colour go to standard error, results to standard output', async () => {
    const run = await tx(['run', '-s', 'orders']);
    expect(run).toMatchObject({ code: 0, stdout: '' });
    expect(run.stderr).toMatch(/1 of 1 START sql view model main\.orders \.+ \[RUN\]/);
    expect(run.stderr).toMatch(/1 of 1 OK created sql view model main\.orders \.+ \[OK in \d+\.\d\ds\]/);
    expect(run.stderr).toMatch(/Done\. PASS=1 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=1\n$/);
    expect(run.stderr).not.toContain('\u001b');
    const list = await tx(['ls', '--resource-type', 'model']);
    expect(list.stdout).toBe('shop.broken\nshop.orders\n');
  });

  it('colour comes when it is asked for', async () => {
    expect((await tx(['run', '-s', 'orders', '--use-colors'])).stderr).toContain('\u001b[32mOK');
    expect((await tx(['run', '-s', 'orders', '--no-use-colors'], { FORCE_COLOR: '1' })).stderr).not.toContain(
      '\u001b',
    );
  });

  it('a refused statement names the node, the code, the database’s words and the file of the statement', async () => {
    const { code, stderr } = await tx(['run', '-s', 'broken']);
    expect(code).toBe(1);
    const summary = stderr.slice(stderr.indexOf('Completed with 1 error')).replaceAll(/^\S+ {2}/gm, '');
    expect(summary).toContain('Error in model broken (models/broken.sql) [TX3001]');
    expect(summary).toContain('syntax error at or near "selec"');
    const file = /compiled code at (\S+)/.exec(summary)?.[1] ?? '';
    expect(readFileSync(path.join(folder.path, file), 'utf8')).toContain('selec 1');
  });

  it('a failing test tells how many rows and where its statement is', async () => {
    const { code, stderr } = await tx(['build', '-s', 'orders']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/FAIL 1 test unique_orders_id|FAIL test unique_orders_id/);
    expect(stderr).toContain('Got 1 result, configured to fail if != 0');
    expect(stderr).toContain('compiled code at target/compiled/shop/models/schema.yml/unique_orders_id.sql');
  });

  it('--quiet leaves errors', async () => {
    expect((await tx(['run', '-s', 'orders', '--quiet'])).stderr).toBe('');
    expect((await tx(['run', '-s', 'broken', '--quiet'])).stderr).toContain('selec');
  });
});

describe('the JSON log', () => {
  const folder = scratchFolder(FILES);
  let lines: readonly Readonly<Record<string, unknown>>[] = [];
  beforeAll(async () => {
    const run = await runTx(['run', '--log-format', 'json'], { cwd: folder.path, env: AIRFLOW });
    lines = run.stderr
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  });
  afterAll(() => folder.remove());
  const named = (event: string) => lines.filter((line) => line['event'] === event);

  it('is one object a line, with the names of the scheduler’s task in each', () => {
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      expect(line).toMatchObject({
        dag_id: 'nightly',
        task_id: 'build',
        dag_run_id: 'scheduled__2026-05-26',
        level: expect.stringMatching(/^(debug|info|warn|error)$/),
        event: expect.any(String),
      });
      expect(new Date(String(line['timestamp'])).getTime()).toBeGreaterThan(0);
    }
  });

  it('has the figures of each node, and its error', () => {
    const results = named('LogModelResult');
    expect(results).toHaveLength(2);
    for (const line of results) {
      expect(line['metrics']).toMatchObject({ duration_s: expect.any(Number) });
    }
    const failed = results.find((line) => line['level'] === 'error');
    expect(failed?.['error']).toMatchObject({ code: 'TX3001' });
  });

  it('has dbt’s own info and data, by one invocation id', () => {
    const ids = new Set(lines.map((line) => (line['info'] as { invocation_id: string }).invocation_id));
    expect(ids.size).toBe(1);
    for (const line of lines)
      expect(line).toMatchObject({ info: { name: line['event'] }, data: expect.any(Object) });
    expect(named('MainReportVersion')).toHaveLength(1);
    expect(named('LogStartLine')).toHaveLength(2);
  });
});
