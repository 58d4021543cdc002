import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adapter, RawCredentials, Warehouse } from '../../../src/adapter-api/adapter.ts';
import type { Connection } from '../../../src/adapter-api/connection.ts';
import type { Relation } from '../../../src/adapter-api/relation.ts';
import { OperationalError } from '../../../src/errors/operational-error.ts';

/** An empty database. */
interface SuiteDatabase {
  readonly raw: RawCredentials;
  remove(): Promise<void>;
}

/** What a suite needs to know of the database it runs against. */
export interface AdapterUnderTest {
  readonly adapter: Adapter;
  /** Credentials of an empty database that the suite may change, and how it is removed; `folder` is removed anyway. */
  credentials(folder: string): Promise<SuiteDatabase>;
  /** A query that runs for many seconds. */
  readonly slowQuery: string;
}

/** Cases that every adapter must pass; `ADAPTERS=name,name` narrows the run. */
export function adapterSuite({ adapter, credentials, slowQuery }: AdapterUnderTest): void {
  const wanted = process.env['ADAPTERS']?.split(',');
  describe.runIf(wanted === undefined || wanted.includes(adapter.name))(`adapter ${adapter.name}`, () => {
    const { dialect, introspector } = adapter;
    const folder = mkdtempSync(path.join(tmpdir(), 'tx-adapter-'));
    let warehouse: Warehouse;
    let connection: Connection;
    let database: string;
    let made: SuiteDatabase;
    const relation = (identifier: string, type: Relation['type'] = 'table'): Relation => ({
      database,
      schema: 'suite',
      identifier,
      type,
      quoting: adapter.defaultQuoting,
    });
    const run = async (...statements: readonly string[]): Promise<void> => {
      for (const sql of statements) await connection.execute(sql);
    };
    const rows = async (identifier: string, order = '1'): Promise<unknown> =>
      (
        await connection.execute(
          `select * from ${dialect.renderRelation(relation(identifier))} order by ${order}`,
        )
      ).rows;

    beforeAll(async () => {
      made = await credentials(folder);
      const parsed = adapter.parseCredentials(made.raw, { profileFile: 'profiles.yml' });
      database = parsed.database;
      warehouse = await adapter.open(parsed, { threads: 2, projectRoot: folder });
      connection = await warehouse.connect();
      await run(dialect.createSchema(database, 'suite'));
    });
    afterAll(async () => {
      await connection.execute(dialect.dropSchema(database, 'suite'));
      await warehouse.close();
      await made.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    it('reads scalars exactly', async () => {
      const { rows: found } = await connection.execute(
        "select 1 as i, 'x' as t, true as b, null as n, cast('2.50' as decimal(6,2)) as d, cast('2024-01-31' as date) as day, cast('2024-01-31 10:20:30.5' as timestamp) as ts",
      );
      expect(found).toEqual([
        [
          1,
          'x',
          true,
          null,
          { kind: 'decimal', text: '2.50' },
          { kind: 'date', text: '2024-01-31', zone: false },
          { kind: 'timestamp', text: '2024-01-31 10:20:30.500000', zone: false },
        ],
      ]);
    });

    it('creates, lists, renames and drops relations', async () => {
      await run(
        ...dialect.createTableAs({
          relation: relation('made'),
          sql: "select 1 as id, 'a' as name",
          config: {},
        }),
        ...dialect.createView(
          relation('seen', 'view'),
          `select * from ${dialect.renderRelation(relation('made'))}`,
        ),
        dialect.renameRelation(relation('seen', 'view'), 'view', 'renamed'),
      );
      const names = (await introspector.listRelations(connection, database, 'suite')).map((found) => [
        found.identifier,
        found.type,
      ]);
      expect(names.sort()).toEqual([
        ['made', 'table'],
        ['renamed', 'view'],
      ]);
      const columns = await introspector.columns(connection, relation('made'));
      expect(columns.map((column) => column.name)).toEqual(['id', 'name']);
      await run(
        dialect.dropRelation(relation('renamed', 'view'), 'view'),
        dialect.dropRelation(relation('made'), 'table'),
      );
      expect(await introspector.listRelations(connection, database, 'suite')).toEqual([]);
    });

    it('tells the columns of a query without running it', async () => {
      const columns = await introspector.queryColumns(connection, 'select 1 as a, cast(null as date) as b');
      expect(columns.map((column) => column.name)).toEqual(['a', 'b']);
      expect(columns[1]?.dataType.toLowerCase()).toBe('date');
    });

    it.runIf(adapter.capabilities.merge)(
      'merges: updates what matches, inserts the rest, honours the guard',
      async () => {
        await run(
          ...dialect.createTableAs({
            relation: relation('m'),
            sql: 'select 1 as id, 10 as v union all select 2, 20',
            config: {},
          }),
          dialect.merge({
            target: relation('m'),
            source: '(select 1 as id, 11 as v union all select 2, 5 union all select 3, 30)',
            keys: ['id'],
            insertColumns: ['id', 'v'],
            updateColumns: ['v'],
            predicates: [],
            updateCondition: 'DBT_INTERNAL_SOURCE.v >= DBT_INTERNAL_DEST.v',
          }),
        );
        expect(await rows('m')).toEqual([
          [1, 11],
          [2, 20],
          [3, 30],
        ]);
      },
    );

    it('deletes by key and by partition, NULL partitions too', async () => {
      await run(
        ...dialect.createTableAs({
          relation: relation('p'),
          sql: "select 1 as id, cast('2024-01-01' as date) as day union all select 2, cast('2024-01-02' as date) union all select 3, cast(null as date)",
          config: {},
        }),
        dialect.deletePartitions({
          target: relation('p'),
          source: "(select cast('2024-01-02' as date) as day union all select cast(null as date))",
          partitions: [{ field: 'day', granularity: 'day' }],
          predicates: [],
        }),
      );
      expect(await rows('p')).toMatchObject([[1, { text: '2024-01-01' }]]);
      await run(
        dialect.deleteByKeys({
          target: relation('p'),
          keys: ['id'],
          source: '(select 1 as id)',
          predicates: [],
        }),
      );
      expect(await rows('p')).toEqual([]);
    });

    it.runIf(adapter.capabilities.transactionalDdl)('rolls back DDL', async () => {
      await connection.begin();
      await run(...dialect.createTableAs({ relation: relation('gone'), sql: 'select 1 as a', config: {} }));
      await connection.rollback();
      const left = await introspector.columns(connection, relation('gone'));
      expect(left).toEqual([]);
    });

    it('loads a CSV file with NULLs, quotes and newlines', async () => {
      const file = path.join(folder, 'seed.csv');
      writeFileSync(file, 'id,name\n1,"a ""b"", c"\n2,\n3,"two\nlines"\n');
      const columns = [
        { name: 'id', dataType: dialect.seedType('integer') },
        { name: 'name', dataType: dialect.seedType('text') },
      ];
      await run(dialect.createTable(relation('seed'), columns));
      const data = [
        ['1', 'a "b", c'],
        ['2', null],
        ['3', 'two\nlines'],
      ];
      const loaded = await connection.load({
        target: dialect.renderRelation(relation('seed')),
        columns,
        file,
        delimiter: ',',
        rows: () => data,
      });
      expect(loaded).toBe(3);
      expect(await rows('seed')).toEqual([
        [1, 'a "b", c'],
        [2, null],
        [3, 'two\nlines'],
      ]);
    });

    it('keeps descriptions in the catalog', async () => {
      await run(
        ...dialect.createTableAs({ relation: relation('told'), sql: 'select 1 as id', config: {} }),
        dialect.commentOnRelation(relation('told'), 'table', "it's told"),
        ...dialect.commentOnColumns(relation('told'), 'table', new Map([['id', 'the "key"']])),
      );
      const found = (await introspector.catalog(connection, database, ['suite'])).find(
        (item) => item.name === 'told',
      );
      expect(found).toMatchObject({
        comment: "it's told",
        columns: [{ name: 'id', index: 1, comment: 'the "key"' }],
      });
    });

    it('streams rows in batches', async () => {
      let count = 0;
      await connection.stream('select * from generate_series(1, 5000)', (batch) => {
        count += batch.length;
      });
      expect(count).toBe(5000);
    });

    it('cancels a running statement and goes on', async () => {
      const running = connection.execute(slowQuery);
      setTimeout(() => void connection.cancel(), 200);
      await expect(running).rejects.toMatchObject({ faultClass: 'cancelled' });
      expect((await connection.execute('select 1 as one')).rows).toEqual([[1]]);
    });

    it('says in the database’s words what is wrong', async () => {
      const failing = connection.execute('select nope from nowhere');
      await expect(failing).rejects.toBeInstanceOf(OperationalError);
      await expect(failing).rejects.toMatchObject({
        faultClass: 'user',
        message: expect.stringContaining('nowhere'),
      });
    });
  });
}
