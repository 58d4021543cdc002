import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentHashes } from '../support/content-hash.ts';
import { runTx, scratchFolder, type Invocation } from '../support/run-tx.ts';

const SOURCE = path.resolve(import.meta.dirname, '../../example-project');
const DAYS = ['2026-05-24', '2026-05-25', '2026-05-26', '2026-05-27', '2026-05-28'];

describe('example-project', () => {
  const project = scratchFolder({}, SOURCE);
  const database = path.join(project.path, 'example.duckdb');
  const tx = (...args: string[]): Promise<Invocation> => runTx(args, { cwd: project.path });
  // The ledger tells of runs, not of orders.
  const tables = async () =>
    Object.fromEntries(
      Object.entries(await contentHashes(database)).filter(([name]) => !name.startsWith('tx.')),
    );
  const build = async (days: readonly string[]) => {
    for (const day of days) {
      const built = await tx('build', '--vars', `date=${day}`);
      expect(built.stderr).toContain('Done. PASS=44 WARN=0 ERROR=0 SKIP=0 NO-OP=1 TOTAL=45');
      expect(built.code).toBe(0);
    }
    return tables();
  };
  let inOrder: Readonly<Record<string, string>>;

  beforeAll(async () => {
    rmSync(database, { force: true });
    inOrder = await build(DAYS);
  });
  afterAll(() => project.remove());

  it('has 12 models and 27 data tests', async () => {
    const count = async (...args: string[]) => (await tx('ls', ...args)).stdout.trim().split('\n').length;
    expect(await count('--resource-type', 'model')).toBe(12);
    expect(await count('--resource-type', 'test')).toBe(27);
  });

  it('builds every day once more into the same tables', async () => {
    expect(await build(DAYS)).toEqual(inOrder);
  });

  it('builds the days out of order, one of them twice, into the same tables', async () => {
    rmSync(database);
    const shuffled = [4, 2, 3, 0, 1, 0].map((index) => DAYS[index]!);
    expect(await build(shuffled)).toEqual(inOrder);
  });

  it('lets corrections win and stale versions lose', async () => {
    const query =
      "select count(*) as corrected from {{ ref('orders_clean') }} where event_id like '%-2' union all " +
      "select count(*) from {{ ref('order_versions') }} where versions > 1";
    const shown = await tx('show', '--inline', query, '--output', 'json');
    const [clean, landed] = (JSON.parse(shown.stdout) as { show: { corrected: number }[] }).show;
    expect(landed!.corrected).toBeGreaterThan(100);
    expect(clean).toEqual(landed);
  });

  it('grows the currency column on the day it comes', async () => {
    const shown = await tx('show', '--output', 'json', '--limit', '9', '--inline', CURRENCIES);
    expect((JSON.parse(shown.stdout) as { show: unknown[] }).show).toEqual([
      { dt: '2026-05-24', currencies: 0 },
      { dt: '2026-05-25', currencies: 0 },
      { dt: '2026-05-26', currencies: 0 },
      { dt: '2026-05-27', currencies: 3 },
      { dt: '2026-05-28', currencies: 3 },
    ]);
  });

  it('measures freshness: the files are old, which is a warning', async () => {
    const measured = await tx('source', 'freshness');
    expect(measured.stderr).toContain('WARN freshness of landing.orders');
    expect(measured.code).toBe(0);
  });

  it('lists what a gold table is made of', async () => {
    const listed = await tx(
      'ls',
      '-s',
      '+gold.revenue_by_region',
      '--resource-type',
      'model',
      'source',
      'seed',
    );
    expect(listed.stdout.trim().split('\n')).toEqual([
      'example.silver.customers',
      'example.silver.exchange_rates_eur',
      'example.bronze.orders',
      'example.silver.orders_clean',
      'example.silver.orders_enriched',
      'example.gold.revenue_by_region',
      'example.exchange_rates',
      'example.raw_customers',
      'example.regions',
      'source:example.landing.orders',
    ]);
  });

  it('prints the plan of a build and changes nothing', async () => {
    const before = await contentHashes(database);
    const planned = await tx('build', '--dry-run', '--vars', 'date=2026-05-27');
    expect(planned.code).toBe(0);
    expect(planned.stdout).toContain('merge into "example"."silver"."orders_clean"');
    expect(await contentHashes(database)).toEqual(before);
  });
});

const CURRENCIES =
  "select dt, count(distinct currency) as currencies from {{ ref('orders') }} group by dt order by dt";
