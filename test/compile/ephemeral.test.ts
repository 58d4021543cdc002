import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { injectCtes } from '../../src/compile/ephemeral.ts';

/** Queries that read an ephemeral model, and what dbt 1.12.6 compiled them to. */
const recorded = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'ephemeral.json'), 'utf8'),
) as readonly {
  readonly sql: string;
  readonly compiled: string;
}[];

it.each(recorded.map(({ sql, compiled }) => [sql, compiled]))(
  'is put in where dbt puts it: %j',
  (sql, compiled) => {
    const cte = { id: 'model.shop.e', name: '__dbt__cte__e', sql: 'select 1 as id' };
    expect(injectCtes(sql, [cte])).toBe(compiled);
  },
);
