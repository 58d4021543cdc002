import type { Cell } from '../adapter-api/connection.ts';
import type { Dialect } from '../adapter-api/dialect.ts';
import { insertFailingRows, type KeptRows } from '../ledger/failing-rows.ts';
import { planStoredFailures } from '../plan/plan-stored-failures.ts';
import type { TestNode } from '../graph/node.ts';
import { openSession } from './open-session.ts';
import type { RunContext } from './run-context.ts';

/** Rows that one insert takes. */
const ROWS_PER_INSERT = 200;

/**
 * Keeps the rows that stopped a node from being published, once its own change is undone: in the test's relation where
 * it stores failures, else in the ledger. Throws OperationalError.
 */
export async function keepFailingRows(
  kept: readonly KeptRows[],
  slot: number,
  run: RunContext,
): Promise<void> {
  for (const rows of kept) {
    if (rows.rows.length === 0) continue;
    const test = run.env.manifest.nodes.get(rows.testId);
    if (test?.resourceType === 'test' && run.env.storesFailures(test))
      await storeAgain(test, rows, slot, run);
    else await writeToLedger(rows, slot, run);
  }
}

async function writeToLedger(kept: KeptRows, slot: number, run: RunContext): Promise<void> {
  if (run.ledger === null) return;
  const session = openSession(null, slot, run);
  for (let at = 0; at < kept.rows.length; at += ROWS_PER_INSERT) {
    const part = { ...kept, rows: kept.rows.slice(at, at + ROWS_PER_INSERT) };
    await session.run(insertFailingRows(run.ledger.target, run.runId, part, at));
  }
}

/** The relation that the test stored went with the transaction: it is made again from the rows that were read. */
async function storeAgain(test: TestNode, kept: KeptRows, slot: number, run: RunContext): Promise<void> {
  const { dialect } = run.env.project.profile.adapter;
  const session = openSession(test, slot, run);
  run.env.relations.forget(test.database, test.schema);
  const existing = await session.getRelation({
    database: test.database,
    schema: test.schema,
    identifier: test.alias,
  });
  const sql = rowsAsQuery(kept, dialect);
  const node: TestNode = { ...test, config: { ...test.config, store_failures_as: 'table' } };
  const stored = planStoredFailures(
    { node, sql, ownSql: sql, ctes: [], batch: null, builtIn: null },
    run.env,
    existing,
    null,
  );
  for (const statement of stored.statements) await session.run(statement);
  if (stored.effect) session.cacheAdded(stored.effect);
}

/** Rows as a query that gives them again, each value in the type that it had. */
function rowsAsQuery({ columns, rows }: KeptRows, dialect: Dialect): string {
  const selects = rows.map((row) => {
    const cells = columns.map((column, index) => {
      const text = cellText(row[index] ?? null);
      return `${dialect.cast(dialect.literal(text), column.dataType)} as ${dialect.quoteIdentifier(column.name)}`;
    });
    return `select ${cells.join(', ')}`;
  });
  return selects.join('\nunion all\n');
}

function cellText(cell: Cell): string | null {
  if (cell === null) return null;
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('hex');
  return typeof cell === 'object' ? cell.text : String(cell);
}
