import { describe, expect, it } from 'vitest';
import { postgresDialect } from '../../../adapters/postgres/dialect.ts';
import { postgresFunctions } from '../../../adapters/postgres/functions.ts';
import type { Relation } from '../../../src/adapter-api/relation.ts';

const relation: Relation = {
  database: 'shop',
  schema: 'dev',
  identifier: 't',
  type: 'table',
  quoting: { database: true, schema: true, identifier: true },
};

describe('postgres dialect', () => {
  it.each([
    ['INT', 'integer'],
    ['varchar( 10 )', 'character varying(10)'],
    ['timestamptz', 'timestamp with time zone'],
    ['timestamp(3)', 'timestamp without time zone(3)'],
    ['float8', 'double precision'],
    ['decimal(10, 2)', 'numeric(10,2)'],
    ['int[]', 'integer[]'],
    ['double  precision', 'double precision'],
    ['my_type', 'my_type'],
  ])('knows %s as %s', (given, expected) => expect(postgresDialect.canonicalType(given)).toBe(expected));

  it('grows text as dbt does: unsized text counts as 256', () => {
    const wider = postgresDialect.widerStringType;
    expect(wider('character varying(3)', 'character varying(10)')).toBe('character varying(10)');
    expect(wider('character varying(3)', 'text')).toBe('character varying(256)');
    expect(wider('character varying(300)', 'text')).toBeNull();
    expect(wider('text', 'character varying(10)')).toBeNull();
  });

  it('makes schemas without the name of the database', () => {
    expect(postgresDialect.createSchema('shop', 'dev')).toBe('create schema if not exists "dev"');
  });

  it('makes unlogged tables, but no unlogged temporary ones', () => {
    const create = (temporary: boolean) =>
      postgresDialect.createTableAs({ relation, sql: 'select 1', temporary, config: { unlogged: true } })[0];
    expect(create(false)).toMatch(/^create unlogged table/);
    expect(create(true)).toMatch(/^create temporary table/);
  });

  it('makes indexes of a type', () => {
    const index = { name: 'i', columns: ['a', 'b'], unique: true, type: 'btree', ifNotExists: true };
    expect(postgresDialect.createIndex(relation, index)).toBe(
      'create unique index if not exists "i" on "shop"."dev"."t" using btree (a, b)',
    );
  });

  it('refuses a part of a date that it does not know', () => {
    expect(() => postgresFunctions.datediff('a', 'b', 'decade')).toThrow('Unsupported datepart');
  });
});
