import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sleep } from '../../src/util/sleep.ts';
import { createDatabase, type PostgresDatabase } from '../support/postgres-database.ts';
import { runTx, scratchFolder, shopFiles, type Invocation, type ScratchFolder } from '../support/run-tx.ts';
import { readRuns } from './read-runs.ts';
import { readState } from './read-state.ts';
import { references, runStage, type Reference, type Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';
import { seededRandom } from './seeded-random.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

describe('sessions that the server cuts', () => {
  let scenario: Scenario;
  let reference: Reference;
  beforeAll(async () => {
    scenario = await scenarios['every materialization, Postgres'](ROOT);
    reference = (await references(scenario)).find(({ start }) => start === 'base')!;
  });
  afterAll(async () => {
    await scenario.database.close();
    scenario.folder.remove();
  });

  /** Builds, and cuts sessions once, after a share of the time that a build takes. */
  async function buildWithCut(share: number, which: string): Promise<Invocation> {
    await scenario.database.restore('base');
    const running = runStage(scenario, scenario.run);
    await sleep(reference.seconds * 1000 * share);
    await scenario.database.query(
      `select pg_terminate_backend(a.pid) from pg_stat_activity a
       where a.datname = current_database() and a.application_name = 'tx' and ${which}`,
    );
    return running;
  }
  async function expectWhole(): Promise<void> {
    await scenario.database.settle();
    const state = await readState(scenario.database);
    expect(state.relations).toEqual(reference.after.relations);
    expect(state.intervals).toEqual(reference.after.intervals);
    expect(await scenario.database.locks()).toEqual([]);
    const runs = await readRuns(scenario.database);
    expect(runs.filter(({ status }) => status === 'running')).toEqual([]);
  }

  it.each([1, 2, 3, 4, 5, 6])(
    'all at once, at moment %i: the next build ends as if nothing had been',
    async (seed) => {
      await buildWithCut(0.3 + 0.6 * seededRandom(seed)(), 'true');
      const again = await runStage(scenario, scenario.run);
      expect(again.code, again.stderr).toBe(0);
      await expectWhole();
    },
    120_000,
  );

  it.each([0.5, 0.65, 0.8])(
    'only the one that holds the locks, after %d of the time: nodes are tried again under a new one',
    { timeout: 120_000 },
    async (share) => {
      const { code, stderr } = await buildWithCut(
        share,
        "exists (select 1 from pg_locks l where l.pid = a.pid and l.locktype = 'advisory')",
      );
      expect(code, stderr).toBe(0);
      await expectWhole();
    },
  );
});

/** A project whose one model takes time, or room, when it is told to. */
const FILES = {
  'tx.yml': '',
  'models/good.sql': 'select 1 as id',
  'models/big.sql':
    "{{ config(materialized='table') }}\n" +
    "select i as id, repeat(cast(i as varchar), 20) as filler from generate_series(1, {{ var('rows', 10) }}) as s(i)",
};

/** Mounting a small disk takes the rights of root; without them a full disk cannot be made. */
const isMountable = process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0;

/** A file system of a few megabytes in a folder. */
function smallDisk(folder: string, megabytes: number, uid = 0): { grow(): void; unmount(): void } {
  mkdirSync(folder, { recursive: true });
  const mount = (...args: string[]): void => {
    const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`mount ${args.join(' ')}: ${stderr}`);
  };
  mount('-t', 'tmpfs', '-o', `size=${megabytes}m,uid=${uid}`, 'tmpfs', folder);
  return {
    grow: () => mount('-o', 'remount,size=200m', folder),
    unmount: () => void spawnSync('umount', ['-l', folder]),
  };
}

describe('limits of the server', () => {
  let database: PostgresDatabase;
  let folder: ScratchFolder;
  const tx = (...args: string[]): Promise<Invocation> => runTx(args, { cwd: folder.path });
  const rows = async (): Promise<number> =>
    Number((await database.sql('select count(*) from dev.big'))[0]?.[0]);
  const relations = async () =>
    (
      await database.sql(
        "select relname from pg_class where relnamespace = 'dev'::regnamespace and relkind in ('r', 'v') order by 1",
      )
    ).flat();
  const statuses = async () => (await database.sql('select status from tx.runs order by started_at')).flat();

  beforeAll(async () => {
    database = await createDatabase('server_limits');
    const output = { ...database.output, schema: 'dev', threads: 2 };
    folder = scratchFolder(
      shopFiles({
        ...FILES,
        'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs: { dev: output } } }),
      }),
    );
    const first = await tx('build');
    expect(first.code, first.stderr).toBe(0);
  });
  afterAll(async () => {
    await database.drop();
    folder.remove();
  });

  it('a statement timeout ends the node; what stood there stays', async () => {
    await database.sql("alter database server_limits set statement_timeout = '400ms'");
    const { code, stderr } = await tx('build', '--vars', 'rows: 3000000');
    await database.sql('alter database server_limits reset statement_timeout');
    expect(code).toBe(1);
    expect(stderr).toContain('canceling statement due to statement timeout');
    expect(stderr).not.toContain('Trying again');
    expect(await rows()).toBe(10);
    expect(await relations()).toEqual(['big', 'good']);
    expect((await statuses()).at(-1)).toBe('failed');
  });

  // Without root no small disk can be mounted.
  it.skipIf(!isMountable)('a full disk ends the node; with room again it is built', async () => {
    const place = path.join(folder.path, 'disk');
    chmodSync(folder.path, 0o755);
    const [[data]] = (await database.sql('show data_directory')) as [[string]];
    const disk = smallDisk(place, 4, statSync(data).uid);
    try {
      await database.sql(`create tablespace small location '${place}'`);
      await database.sql('alter database server_limits set default_tablespace = small');
      const full = await tx('build', '--vars', 'rows: 200000');
      expect(full.code).toBe(1);
      expect(full.stderr).toContain('No space left on device');
      expect(await rows()).toBe(10);
      expect(await relations()).toEqual(['big', 'good']);
      disk.grow();
      const again = await tx('build', '--vars', 'rows: 200000');
      expect(again.code, again.stderr).toBe(0);
      expect(await rows()).toBe(200_000);
    } finally {
      await database.sql('alter database server_limits reset default_tablespace');
      await database.sql('drop table dev.big cascade');
      await database.sql('drop tablespace if exists small').catch(() => undefined);
      disk.unmount();
    }
  });
});

describe('limits of the machine', () => {
  // Without root no small disk can be mounted.
  it.skipIf(!isMountable)(
    'a full disk under a DuckDB file ends the run; with room again it goes on',
    async () => {
      const folder = scratchFolder(shopFiles(FILES));
      const disk = smallDisk(path.join(folder.path, 'disk'), 12);
      folder.write({
        'profiles.yml':
          'shop: {target: dev, outputs: {dev: {type: duckdb, path: disk/shop.duckdb, threads: 2}}}\n',
      });
      const tx = (...args: string[]): Promise<Invocation> => runTx(args, { cwd: folder.path });
      try {
        folder.write(
          Object.fromEntries(
            Object.entries(shopFiles(FILES)).map(([name, text]) => [`project/${name}`, text]),
          ),
        );
        const first = await tx('build');
        expect(first.code, first.stderr).toBe(0);
        const full = await tx('build', '--vars', 'rows: 2000000');
        expect(full.code).not.toBe(0);
        expect(full.stderr).toMatch(/No space left on device|could not write/i);
        const count = async (): Promise<string> =>
          (await tx('show', '--inline', "select count(*) as n from {{ ref('big') }}", '--output', 'json'))
            .stdout;
        expect(await count()).toContain('"n": 10');
        disk.grow();
        const again = await tx('build', '--vars', 'rows: 200000');
        expect(again.code, again.stderr).toBe(0);
        expect(await count()).toContain('"n": 200000');
        const runs = await tx('runs', '--output', 'json');
        expect(runs.stdout).not.toContain('running');
      } finally {
        disk.unmount();
        folder.remove();
      }
    },
  );
});
