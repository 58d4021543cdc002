import { afterEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapter-api/adapter.ts';
import type { Connection } from '../../src/adapter-api/connection.ts';
import { inProcess } from '../support/in-process.ts';
import { createDatabase } from '../support/postgres-database.ts';
import { scratchFolder, shopFiles, type ScratchFolder } from '../support/run-tx.ts';

const NODES = 40;

/** The adapter, telling of every request. */
function observed(adapter: Adapter, tell: () => void): Adapter {
  const counted = (connection: Connection): Connection => ({
    ...connection,
    get inTransaction() {
      return connection.inTransaction;
    },
    get usable() {
      return connection.usable;
    },
    execute(sql) {
      tell();
      return connection.execute(sql);
    },
  });
  return {
    ...adapter,
    async open(...given) {
      const warehouse = await adapter.open(...given);
      return { ...warehouse, connect: async () => counted(await warehouse.connect()) };
    },
  };
}

describe('what the ledger costs', () => {
  let folder: ScratchFolder;
  afterEach(() => folder.remove());

  /** Requests of a build of tables that are there, with or without a tx.yml. */
  async function measure(output: object, txYml: string | null): Promise<number> {
    const models = Array.from({ length: NODES }, (_, index) => [
      `models/m${index}.sql`,
      `{{ config(materialized='table') }}\nselect ${index} as id`,
    ]);
    folder = scratchFolder({
      ...shopFiles(Object.fromEntries(models) as Record<string, string>),
      'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs: { dev: output } } }),
      ...(txYml === null ? {} : { 'tx.yml': txYml }),
    });
    let requests = 0;
    const project = await inProcess(folder.path, (adapter) => observed(adapter, () => (requests += 1)));
    await project.build();
    requests = 0;
    const { results } = await project.build();
    await project.close();
    expect(results.filter(({ status }) => status === 'success')).toHaveLength(NODES);
    return requests;
  }

  it('a node of DuckDB two statements: a transaction holds its change and its row', async () => {
    const output = { type: 'duckdb', path: 'cost.duckdb', threads: 1 };
    const without = await measure(output, null);
    folder.remove();
    const recorded = await measure(output, '');
    expect((recorded - without) / NODES).toBeLessThanOrEqual(2);
  });

  it('a node of Postgres two requests: its lock and its row', async () => {
    const database = await createDatabase('ledger_cost');
    const output = { ...database.output, schema: 'dev', threads: 1 };
    const without = await measure(output, null);
    folder.remove();
    const recorded = await measure(output, '');
    await database.drop();
    expect((recorded - without) / NODES).toBeLessThanOrEqual(2);
  });
});
