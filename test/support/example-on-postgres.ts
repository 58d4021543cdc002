import { cpSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { ScratchFolder } from './run-tx.ts';

/** Gives a copy of the example of the checkout `root` what Postgres reads: models, and a profile with `output`, a YAML mapping. */
export function moveToPostgres(example: ScratchFolder, root: string, output: string): void {
  cpSync(path.join(root, 'test/support/example-on-postgres'), example.path, { recursive: true });
  example.write({ 'profiles.yml': `example: {target: dev, outputs: {dev: ${output}}}\n` });
}

const LANDING_TYPES: Readonly<Record<string, string>> = {
  dt: 'date',
  order_id: 'bigint',
  customer_id: 'bigint',
  amount: 'numeric(12, 2)',
  order_date: 'date',
  _loaded_at: 'timestamp',
};

/** Statements that make a table of each day's file of the example in `folder`, which DuckDB reads in place. */
export function landedInTables(folder: string): readonly string[] {
  const landing = path.join(folder, 'landing/orders');
  const tables = readdirSync(landing).map((day) => {
    const date = day.replace('dt=', '');
    const [head = '', ...rows] = readFileSync(path.join(landing, day, 'orders.csv'), 'utf8')
      .trim()
      .split('\n');
    const columns = ['dt', ...head.split(',')];
    const values = rows.map((row) => `('${[date, ...row.split(',')].join("', '")}')`);
    const typed = columns.map(
      (column) => `cast(${column} as ${LANDING_TYPES[column] ?? 'text'}) as ${column}`,
    );
    return `create table landing.orders_${date.replaceAll('-', '_')} as select ${typed.join(', ')}
from (values ${values.join(',\n')}) as landed (${columns.join(', ')})`;
  });
  return ['create schema landing', ...tables];
}
