import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { duckdbAdapter } from '../../adapters/duckdb/adapter.ts';
import type { Warehouse } from '../../src/adapter-api/adapter.ts';
import { OperationalError } from '../../src/errors/operational-error.ts';
import { insertAuditEvent, listAuditEvents } from '../../src/ledger/audit-events.ts';
import { connectionSession } from '../../src/ledger/connection-session.ts';
import { failingRowsQuery, insertFailingRows, listFailingRows } from '../../src/ledger/failing-rows.ts';
import { insertIntervals, listIntervals, type IntervalRecord } from '../../src/ledger/interval-records.ts';
import type { LedgerSession } from '../../src/ledger/ledger-session.ts';
import { tableName, type LedgerTarget } from '../../src/ledger/ledger-tables.ts';
import { insertNodeRuns, listNodeRuns, type NodeRun } from '../../src/ledger/node-runs.ts';
import { openLedger, readLedgerState, type OpenLedgerOptions } from '../../src/ledger/open-ledger.ts';
import { finishRuns, insertRun, listRuns, type Run } from '../../src/ledger/runs.ts';

const { dialect, introspector } = duckdbAdapter;
const target: LedgerTarget = { dialect, database: 'memory', schema: 'tx' };
const options: OpenLedgerOptions = { introspector, transactionalDdl: true, txVersion: '1.2.3' };

let warehouse: Warehouse;
let session: LedgerSession;

beforeEach(async () => {
  const credentials = duckdbAdapter.parseCredentials({ type: 'duckdb' }, { profileFile: 'profiles.yml' });
  warehouse = await duckdbAdapter.open(credentials, { threads: 1, projectRoot: '.' });
  session = connectionSession(await warehouse.connect());
});

afterEach(() => warehouse.close());

const count = async (table: Parameters<typeof tableName>[1]): Promise<number> =>
  Number((await session.run(`select count(*) as n from ${tableName(target, table)}`)).rows[0]?.[0]);

const RUN: Run = {
  runId: 'aaaaaaaaaaaa',
  invocationId: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
  project: 'shop',
  target: 'dev',
  targetSchema: 'main',
  command: 'build',
  arguments: { vars: { date: '2026-05-26' }, full_refresh: false },
  nodes: ['model.shop.a', "model.shop.o'clock"],
  status: 'running',
  startedAt: '2026-05-26T10:00:00.123Z',
  finishedAt: null,
  txVersion: '1.2.3',
  gitRevision: null,
  user: "o'hara",
  host: 'there',
  processId: 4711,
};

describe('opening the ledger', () => {
  it('creates it once, and leaves it alone afterwards', async () => {
    await openLedger(target, session, options);
    await openLedger(target, session, options);
    const state = await readLedgerState(target, session, introspector);
    expect(state.format).toBe(1);
    expect([...state.tables].sort()).toEqual([
      'audit_events',
      'failing_rows',
      'intervals',
      'ledger_version',
      'locks',
      'node_runs',
      'runs',
    ]);
    expect(await count('ledger_version')).toBe(1);
  });

  it('completes one that a dead process left half made', async () => {
    await session.run('create schema tx');
    await session.run(
      'create table tx.ledger_version (version bigint, tx_version varchar, applied_at timestamp)',
    );
    await openLedger(target, session, { ...options, transactionalDdl: false });
    expect((await readLedgerState(target, session, introspector)).format).toBe(1);
    expect(await count('runs')).toBe(0);
  });

  it('brings an older format up to date, keeping its rows', async () => {
    await openLedger(target, session, options);
    await session.run(insertRun(target, RUN));
    const add = `alter table ${tableName(target, 'runs')} add column cost bigint`;
    const formats = { newest: 2, migrations: [{ format: 2, statements: () => [add] }] };
    await openLedger(target, session, { ...options, formats });
    const { rows } = await session.run('select run_id, cost from tx.runs');
    expect(rows).toEqual([[RUN.runId, null]]);
    expect((await readLedgerState(target, session, introspector)).format).toBe(2);
  });

  it('refuses one that a newer tx wrote', async () => {
    await openLedger(target, session, options);
    await session.run("insert into tx.ledger_version values (7, '9.0', now())");
    await expect(openLedger(target, session, options)).rejects.toMatchObject({
      errors: [{ code: 'TX7002', message: expect.stringContaining('format 7') as string }],
    });
  });

  it('leaves nothing behind and names the way out when it may not create it', async () => {
    const refusing: LedgerSession = {
      ...session,
      run: (sql) =>
        sql.includes('"failing_rows"')
          ? Promise.reject(new OperationalError('permission denied for schema tx', 'permission'))
          : session.run(sql),
    };
    await expect(openLedger(target, refusing, options)).rejects.toMatchObject({
      errors: [
        {
          code: 'TX7001',
          message: 'The ledger cannot be created in schema tx: permission denied for schema tx',
          hint: expect.stringContaining('ledger: off') as string,
        },
      ],
    });
    expect((await readLedgerState(target, session, introspector)).tables.size).toBe(0);
  });
});

describe('what the ledger keeps', () => {
  beforeEach(() => openLedger(target, session, options));

  it('runs, the latest first', async () => {
    const later: Run = {
      ...RUN,
      runId: 'bbbbbbbbbbbb',
      startedAt: '2026-05-27T10:00:00.000Z',
      target: 'prod',
    };
    await session.run(insertRun(target, RUN));
    await session.run(insertRun(target, later));
    expect(await listRuns(target, session)).toEqual([later, RUN]);
    expect(await listRuns(target, session, { idPrefix: 'aaa' })).toEqual([RUN]);
    const mine = { project: 'shop', name: 'dev', schema: 'main' };
    expect(await listRuns(target, session, { target: mine, status: 'running', limit: 1 })).toEqual([RUN]);
    await session.run(finishRuns(target, [RUN.runId], 'success', '2026-05-26T10:00:05.000Z'));
    const [ended] = await listRuns(target, session, { status: 'success' });
    expect(ended).toEqual({ ...RUN, status: 'success', finishedAt: '2026-05-26T10:00:05.000Z' });
  });

  it('no run as dead that ended since it was looked at', async () => {
    await session.run(insertRun(target, RUN));
    await session.run(finishRuns(target, [RUN.runId], 'success', '2026-05-26T10:00:05.000Z'));
    await session.run(finishRuns(target, [RUN.runId], 'dead', null));
    expect((await listRuns(target, session)).map(({ status }) => status)).toEqual(['success']);
    const other = { ...RUN, runId: 'bbbbbbbbbbbb' };
    await session.run(insertRun(target, other));
    await session.run(finishRuns(target, [other.runId], 'dead', null));
    expect(await listRuns(target, session, { status: 'dead' })).toMatchObject([{ runId: other.runId }]);
  });

  it('nodes of a run in the order in which they ended', async () => {
    const first: NodeRun = {
      runId: RUN.runId,
      nodeId: 'model.shop.a',
      relation: '"memory"."main"."a"',
      fingerprint: 'f1',
      status: 'success',
      rows: 3,
      failures: null,
      message: 'OK',
      interval: { start: '2026-05-26T00:00:00.000Z', end: '2026-05-27T00:00:00.000Z' },
      startedAt: '2026-05-26T10:00:00.000Z',
      finishedAt: '2026-05-26T10:00:02.000Z',
    };
    const second = {
      ...first,
      nodeId: 'test.shop.t',
      interval: null,
      finishedAt: '2026-05-26T10:00:03.000Z',
    };
    await session.run(insertNodeRuns(target, [second, first, { ...first, runId: 'another' }]));
    expect(await listNodeRuns(target, session, RUN.runId)).toEqual([first, second]);
  });

  it('intervals by relation, a reset before what its run covered', async () => {
    const covered: IntervalRecord = {
      nodeId: 'model.shop.a',
      relation: '"memory"."main"."a"',
      action: 'covered',
      interval: { start: '2026-05-26T00:00:00.000Z', end: '2026-05-27T00:00:00.000Z' },
      fingerprint: 'f1',
      runId: RUN.runId,
      recordedAt: '2026-05-26T10:00:00.000Z',
    };
    const reset: IntervalRecord = { ...covered, action: 'reset', interval: null };
    const elsewhere = { ...covered, relation: '"memory"."dev"."a"' };
    await session.run(insertIntervals(target, [covered, reset, elsewhere]));
    expect(await listIntervals(target, session, [covered.relation])).toEqual([reset, covered]);
    expect(await listIntervals(target, session)).toHaveLength(3);
    expect(await listIntervals(target, session, [])).toEqual([]);
  });

  it('goes with the transaction that it is written in', async () => {
    const row = insertIntervals(target, [
      {
        nodeId: 'model.shop.a',
        relation: 'r',
        action: 'covered',
        interval: { start: '2026-05-26T00:00:00Z', end: '2026-05-27T00:00:00Z' },
        fingerprint: 'f',
        runId: RUN.runId,
        recordedAt: '2026-05-26T10:00:00Z',
      },
    ]);
    await session.begin();
    await session.run(`create table a as select 1 as id;\n${row}`);
    expect(await count('intervals')).toBe(1);
    await session.rollback();
    expect(await count('intervals')).toBe(0);
  });

  it('audit events of a run', async () => {
    const event = {
      recordedAt: '2026-05-26T10:00:00.000Z',
      kind: 'backfill',
      runId: RUN.runId,
      user: 'ada',
      command: 'tx backfill',
      reason: "the region's mapping",
      window: { start: '2026-05-01T00:00:00.000Z', end: '2026-05-03T00:00:00.000Z' },
      nodes: ['model.shop.a'],
      gitRevision: 'abc',
    } as const;
    await session.run(insertAuditEvent(target, event));
    expect(await listAuditEvents(target, session, RUN.runId)).toEqual([event]);
  });

  it('failing rows as JSON, whatever their types', async () => {
    const query = "select 1 as id, 1.50 as amount, date '2026-01-01' as day, 'it''s' as note, null as gone";
    const result = await session.run(query);
    const kept = {
      nodeId: 'model.shop.a',
      testId: 'test.shop.t',
      columns: result.columns,
      rows: result.rows,
    };
    await session.run(insertFailingRows(target, RUN.runId, kept));
    const content = '{"id":1,"amount":"1.50","day":"2026-01-01","note":"it\'s","gone":null}';
    const [only] = await listFailingRows(target, session, RUN.runId);
    expect(only).toEqual({ testId: 'test.shop.t', count: 1, example: content });
    expect((await session.run(failingRowsQuery(target, RUN.runId, 'test.shop.t'))).rows).toEqual([[content]]);
  });
});
