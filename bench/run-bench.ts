import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { Row } from './peers.ts';
import { readSettings, USAGE } from './settings.ts';
import { growthTable, resultTable } from './table.ts';
import { backfillTable, timeBackfill } from './time-backfill.ts';
import { timeLargeData } from './time-large-data.ts';
import { timePostgres } from './time-postgres.ts';
import { timeProject } from './time-project.ts';

/** Runs the suites that the command line asks for, prints their table and writes their results; gives the exit code. */
export async function runBench(args: readonly string[], root: string): Promise<number> {
  const settings = readSettings(args, root);
  if (settings === null) {
    process.stdout.write(USAGE);
    return 0;
  }
  const rows: Row[] = [];
  const onRow = (row: Row): void => {
    rows.push(row);
    process.stderr.write(`${row.suite} ${row.size}: ${row.item}\n`);
    // Written row by row: a run that is stopped keeps what it knows.
    writeFileSync(
      settings.out,
      `${JSON.stringify({ ...machine(), rounds: settings.rounds, rows }, null, 2)}\n`,
    );
  };
  for (const size of settings.sizes) timeProject(size, settings, onRow);
  if (settings.rows > 0) timeLargeData(settings, onRow);
  if (settings.postgres > 0) await timePostgres(settings, onRow);
  timeBackfill(settings, onRow);
  const growth = growthTable(rows);
  const wall = backfillTable(rows);
  process.stdout.write([resultTable(rows), growth, wall].filter((table) => table !== null).join('\n'));
  return 0;
}

function machine(): Readonly<Record<string, unknown>> {
  return {
    at: new Date().toISOString(),
    node: process.version,
    processor: cpus()[0]?.model ?? null,
    processors: cpus().length,
    memoryMegabytes: Math.round(totalmem() / 1_048_576),
  };
}
