import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runTx, scratchFolder, shopFiles } from '../support/run-tx.ts';

/** As dbt 1.12.6 has it: what it writes of the same project was looked at. */
describe('hooks of a run', () => {
  const hooks = (start: string): string =>
    `name: shop\nversion: '1.0'\nprofile: shop\non-run-start: ['${start}', 'select 2']\non-run-end: ['create table {{ target.schema }}.ended as select {{ results | length }} as n']\n`;
  const folder = scratchFolder(
    shopFiles({ 'models/orders.sql': 'select 1 as id', 'dbt_project.yml': hooks('select 1') }),
  );
  afterAll(() => folder.remove());
  const run = (...args: readonly string[]) => runTx([...args, 'run'], { cwd: folder.path });
  const statuses = (): readonly string[] => {
    const text = readFileSync(path.join(folder.path, 'target/run_results.json'), 'utf8');
    const { results } = JSON.parse(text) as { results: readonly { unique_id: string; status: string }[] };
    return results.map(({ unique_id, status }) => `${unique_id.split('.').at(-1)} ${status}`);
  };

  it('have a line as they start and one as they end, of how many', async () => {
    const { code, stderr } = await run();
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/1 of 2 START hook: shop\.on-run-start\.0 \.+ \[RUN\]/);
    expect(stderr).toMatch(/2 of 2 OK hook: shop\.on-run-start\.1 \.+ \[OK in /);
    expect(stderr).toMatch(/1 of 1 OK hook: shop\.on-run-end\.0 \.+ \[OK in /);
  });

  it('have dbt’s events in the structured log', async () => {
    folder.write({ 'dbt_project.yml': hooks('drop table if exists {{ target.schema }}.ended') });
    const { stderr, stdout } = await run('--log-format', 'json');
    const events = `${stdout}${stderr}`.split('\n').flatMap((line) => {
      const event = line.includes('LogHook') ? (JSON.parse(line) as { event: string; data: object }) : null;
      return event === null ? [] : [event];
    });
    expect(events.map(({ event }) => event)).toEqual([
      'LogHookStartLine',
      'LogHookEndLine',
      'LogHookStartLine',
      'LogHookEndLine',
      'LogHookStartLine',
      'LogHookEndLine',
    ]);
    expect(events[3]?.data).toMatchObject({
      statement: 'shop.on-run-start.1',
      status: 'success',
      index: 2,
      total: 2,
      node_info: { unique_id: 'operation.shop.shop-on-run-start-1', node_status: 'success' },
    });
  });

  it('of the end run after one of the start has failed, and everything between is skipped', async () => {
    folder.write({ 'dbt_project.yml': hooks('drop table {{ target.schema }}.missing') });
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toMatch(/1 of 2 ERROR hook: shop\.on-run-start\.0/);
    expect(stderr).toMatch(/2 of 2 SKIP hook: shop\.on-run-start\.1/);
    expect(stderr).toMatch(/1 of 1 SKIP relation sql view model main\.orders/);
    expect(statuses()).toEqual([
      'shop-on-run-start-0 error',
      'shop-on-run-start-1 skipped',
      'orders skipped',
      expect.stringMatching(/^shop-on-run-end-0 /),
    ]);
    folder.write({
      'dbt_project.yml': hooks('drop table {{ target.schema }}.missing').replace(
        'create table',
        'create or replace table',
      ),
    });
    await run();
    expect(statuses().at(-1)).toBe('shop-on-run-end-0 success');
    const { stdout } = await runTx(['--quiet', 'show', '--inline', 'select n from main.ended'], {
      cwd: folder.path,
    });
    expect(stdout).toContain('| 0 |');
  });
});
