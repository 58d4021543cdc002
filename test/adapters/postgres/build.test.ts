import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type PostgresDatabase } from '../../support/postgres-database.ts';
import {
  runTx,
  scratchFolder,
  shopFiles,
  type Invocation,
  type ScratchFolder,
} from '../../support/run-tx.ts';

const [OWNER, READER, OTHER] = ['owner', 'reader', 'Other'].map((name) => `${name}_${process.pid}`) as [
  string,
  string,
  string,
];
let database: PostgresDatabase;
let project: ScratchFolder;

const MODELS = {
  'models/fast.sql': `{{ config(materialized='table', unlogged=true, indexes=[{'columns': ['id'], 'unique': true}, {'columns': ['name'], 'type': 'hash'}]) }}
select * from {{ ref('people') }}`,
  'models/kept.sql': `{{ config(materialized='incremental', incremental_strategy='upsert', unique_key=['id']) }}
select id, name, {{ var('round', 1) }} as round from {{ ref('people') }} where id >= {{ var('round', 1) }}`,
  'models/looked.sql': `{{ config(materialized='materialized_view', indexes=[{'columns': ['id']}]) }}
select id from {{ ref('people') }}`,
  'models/seen.sql': `select * from {{ ref('fast') }}`,
  'models/strict.sql': `{{ config(materialized='table') }} select id, name from {{ ref('people') }}`,
  'models/s.yml': `models:
  - name: seen
    description: "people's names"
    config: {persist_docs: {relation: true, columns: true}, grants: {select: [${READER}, '"${OTHER}"']}}
    columns: [{name: name, description: how 'they' are called}]
  - name: strict
    config: {contract: {enforced: true}, grants: {select: [${READER}]}}
    columns:
      - {name: id, data_type: integer, constraints: [{type: primary_key}, {type: check, expression: id > 0}]}
      - {name: name, data_type: text, constraints: [{type: not_null}]}
`,
  'seeds/people.csv': 'id,name,born\n1,Ann,2000-01-01\n2,"B, \\ ""C""",\n',
};

beforeAll(async () => {
  database = await createDatabase(`build_${process.pid}`);
  for (const role of [OWNER, READER, OTHER]) await database.sql(`create role "${role}"`);
  await database.sql(`grant create on database "${database.name}" to "${OWNER}"`);
  const output = { ...database.output, schema: 'shop', role: OWNER, search_path: 'shop, public', threads: 4 };
  project = scratchFolder(
    shopFiles({
      ...MODELS,
      'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs: { dev: output } } }),
    }),
  );
});
afterAll(async () => {
  project.remove();
  await database.drop();
  const admin = await createDatabase(`build_roles_${process.pid}`);
  for (const role of [OWNER, READER, OTHER]) await admin.sql(`drop role "${role}"`);
  await admin.drop();
});

const tx = (...args: string[]): Promise<Invocation> => runTx(args, { cwd: project.path });
const list = async (sql: string): Promise<readonly string[]> =>
  (await database.sql(sql)).map((row) => row.map(String).join(' '));

describe('a project on Postgres', () => {
  beforeAll(async () => {
    const { code, stdout, stderr } = await tx('build');
    expect(stdout + stderr).toContain('ERROR=0');
    expect(code).toBe(0);
  });

  it('belongs to the role of the profile', async () => {
    expect(await list("select distinct tableowner from pg_tables where schemaname = 'shop'")).toEqual([
      OWNER,
    ]);
  });

  it('has seeds copied as they are written', async () => {
    expect(await list('select name, born::text from shop.people order by id')).toEqual([
      'Ann 2000-01-01',
      'B, \\ "C" null',
    ]);
  });

  it('has unlogged tables and indexes of their kind', async () => {
    expect(await list("select relpersistence from pg_class where relname = 'fast'")).toEqual(['u']);
    const indexes = await list(
      "select tablename, substring(indexdef from 'CREATE (.*) INDEX') , substring(indexdef from 'USING (.*)') from pg_indexes where schemaname = 'shop' order by 1, 3",
    );
    expect(indexes).toEqual([
      'fast UNIQUE btree (id)',
      'fast null hash (name)',
      'kept UNIQUE btree (id)',
      'looked null btree (id)',
      'strict UNIQUE btree (id)',
    ]);
  });

  it('keeps contracts and their constraints in the database', async () => {
    await expect(database.sql("insert into shop.strict values (0, 'x')")).rejects.toThrow(/check constraint/);
    await expect(database.sql("insert into shop.strict values (1, 'x')")).rejects.toThrow(/duplicate key/);
    await expect(database.sql('insert into shop.strict values (9, null)')).rejects.toThrow(/not-null/);
  });

  it('has descriptions and rights', async () => {
    expect(
      await list("select obj_description('shop.seen'::regclass), col_description('shop.seen'::regclass, 2)"),
    ).toEqual(["people's names how 'they' are called"]);
    expect(await holders('seen')).toEqual([OTHER, READER].sort());
    expect(await holders('strict')).toEqual([READER]);
  });

  it('upserts by the key that the database keeps unique, and keeps what a second run does not name', async () => {
    expect((await tx('run', '--select', 'kept looked', '--vars', '{round: 2}')).code).toBe(0);
    expect(await list('select id, round from shop.kept order by id')).toEqual(['1 1', '2 2']);
    await expect(database.sql("insert into shop.kept values (1, 'x', 9)")).rejects.toThrow(/duplicate key/);
    expect((await tx('run', '--select', 'kept', '--full-refresh', '--vars', '{round: 2}')).code).toBe(0);
    expect(await list('select id, round from shop.kept order by id')).toEqual(['2 2']);
    await expect(database.sql("insert into shop.kept values (2, 'x', 9)")).rejects.toThrow(/duplicate key/);
  });

  it('takes rights back that are configured no more', async () => {
    project.write({ 'models/s.yml': MODELS['models/s.yml'].replace(`, '"${OTHER}"'`, '') });
    expect((await tx('run', '--select', 'seen')).code).toBe(0);
    expect(await holders('seen')).toEqual([READER]);
  });

  it('leaves the table as it was when a constraint is broken', async () => {
    project.write({
      'models/strict.sql': "{{ config(materialized='table') }} select 5 as id, null::text as name",
    });
    const { code, stdout, stderr } = await tx('run', '--select', 'strict');
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(/null value in column "name"/);
    expect(await list('select id from shop.strict order by id')).toEqual(['1', '2']);
    expect(
      await list("select relname from pg_class where relname like 'strict\\_\\_%' and relkind in ('r', 'v')"),
    ).toEqual([]);
  });

  const holders = (relation: string): Promise<readonly string[]> =>
    list(
      `select grantee from information_schema.role_table_grants where table_name = '${relation}' and privilege_type = 'SELECT' and grantee <> '${OWNER}' order by grantee collate "C"`,
    );
});
