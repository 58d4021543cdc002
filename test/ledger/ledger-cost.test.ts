import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { duckdbAdapter } from '../../adapters/duckdb/adapter.ts';
import type { Adapter } from '../../src/adapter-api/adapter.ts';
import type { Connection } from '../../src/adapter-api/connection.ts';
import { connectionSession } from '../../src/ledger/connection-session.ts';
import { insertNodeRuns, type NodeRun } from '../../src/ledger/node-runs.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { inProcess } from '../support/in-process.ts';
import { createDatabase } from '../support/postgres-database.ts';
import { scratchFolder, shopFiles, type ScratchFolder } from '../support/run-tx.ts';

const NODES = 40;
const ROUNDS = 200;

const NODE_RUN: NodeRun = {
  runId: '',
  nodeId: 'model.shop.orders',
  relation: '"cost"."main"."orders"',
  fingerprint: '0123456789abcdef0123456789abcdef',
  status: 'success',
  rows: 12,
  failures: null,
  message: 'OK',
  interval: { start: '2026-05-26T00:00:00.000Z', end: '2026-05-27T00:00:00.000Z' },
  startedAt: '2026-05-26T10:00:00.000Z',
  finishedAt: '2026-05-26T10:00:02.000Z',
};

/** The adapter, telling of every request with the milliseconds that it took. */
function observed(adapter: Adapter, tell: (sql: string, milliseconds: number) => void): Adapter {
  const timed = (connection: Connection): Connection => ({
    ...connection,
    get inTransaction() {
      return connection.inTransaction;
    },
    get usable() {
      return connection.usable;
    },
    async execute(sql) {
      const began = performance.now();
      const result = await connection.execute(sql);
      tell(sql, performance.now() - began);
      return result;
    },
  });
  return {
    ...adapter,
    async open(...given) {
      const warehouse = await adapter.open(...given);
      return { ...warehouse, connect: async () => timed(await warehouse.connect()) };
    },
  };
}

describe('what the ledger costs', () => {
  let folder: ScratchFolder;
  afterEach(() => folder.remove());

  async function measure(output: object, txYml: string | null) {
    const models = Array.from({ length: NODES }, (_, index) => [
      `models/m${index}.sql`,
      `{{ config(materialized='table') }}\nselect ${index} as id`,
    ]);
    folder = scratchFolder({
      ...shopFiles(Object.fromEntries(models) as Record<string, string>),
      'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs: { dev: output } } }),
      ...(txYml === null ? {} : { 'tx.yml': txYml }),
    });
    const requests: { sql: string; milliseconds: number }[] = [];
    const project = await inProcess(folder.path, (adapter) =>
      observed(adapter, (sql, milliseconds) => requests.push({ sql, milliseconds })),
    );
    await project.build();
    requests.length = 0;
    const { results } = await project.build();
    await project.close();
    expect(results.filter(({ status }) => status === 'success')).toHaveLength(NODES);
    return requests;
  }

  it('a node of DuckDB less than a millisecond', async () => {
    folder = scratchFolder();
    const credentials = duckdbAdapter.parseCredentials(
      { type: 'duckdb', path: path.join(folder.path, 'cost.duckdb') },
      { profileFile: 'profiles.yml' },
    );
    const warehouse = await duckdbAdapter.open(credentials, { threads: 1, projectRoot: folder.path });
    const connection = await warehouse.connect();
    const { dialect, introspector } = duckdbAdapter;
    const target = { dialect, database: 'cost', schema: 'tx' };
    await openLedger(target, connectionSession(connection), {
      introspector,
      transactionalDdl: true,
      txVersion: '1.0.0',
    });
    // Of the processor, not of the clock: other work on the machine does not count.
    const cost = async (record: (index: number) => string | null): Promise<number> => {
      const began = process.cpuUsage();
      for (let index = 0; index < ROUNDS; index += 1) {
        await connection.begin();
        await connection.execute(`create or replace table built as select ${index} as id`);
        const sql = record(index);
        if (sql !== null) await connection.execute(sql);
        await connection.commit();
      }
      const { user, system } = process.cpuUsage(began);
      return (user + system) / 1000 / ROUNDS;
    };
    const recordOf = (index: number): string =>
      insertNodeRuns(target, [{ ...NODE_RUN, runId: `run ${index}` }]);
    await cost(recordOf);
    const without = Math.min(await cost(() => null), await cost(() => null));
    const withRecord = Math.min(await cost(recordOf), await cost(recordOf));
    await warehouse.close();
    console.log(`ledger on DuckDB: ${(withRecord - without).toFixed(2)} ms a node`);
    expect(withRecord - without).toBeLessThan(1);
  });

  it('a node of Postgres two requests: its lock and its row', async () => {
    const database = await createDatabase('ledger_cost');
    const output = { ...database.output, schema: 'dev', threads: 1 };
    const without = await measure(output, null);
    folder.remove();
    const with_ = await measure(output, '');
    await database.drop();
    const more = (with_.length - without.length) / NODES;
    console.log(`ledger on Postgres: ${more.toFixed(2)} requests a node more`);
    expect(more).toBeLessThanOrEqual(2);
  });
});
