import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { PeerName } from './peers.ts';

/** What a run of the suite times, and with what. */
export interface Settings {
  readonly root: string;
  /** Command line of tx. */
  readonly tx: readonly string[];
  /** The program of dbt 1.x to time beside tx; null for none. */
  readonly dbt: string | null;
  /** The program of dbt 2.x to time beside tx; null for none. */
  readonly dbt2: string | null;
  readonly sizes: readonly number[];
  readonly rounds: number;
  /** Rows of the table in the suite on large data; 0 leaves the suite out. */
  readonly rows: number;
  /** Models of the suite on PostgreSQL; 0 leaves it out. */
  readonly postgres: number;
  /** Rows a day of the suite on backfills; 0 leaves it out. */
  readonly backfill: number;
  /** Days of its window. */
  readonly backfillDays: number;
  readonly isChosen: (item: string) => boolean;
  /** Where the results go as JSON. */
  readonly out: string;
  /** Where projects and databases are made. */
  readonly folder: string;
}

/** How the suite is called. */
export const USAGE = `Usage: npm run bench -- [options]

  --sizes 100,1000       Models of the generated projects (100,1000,5000,10000 for all; 0 for none).
  --rounds 3             Runs of each command; the median counts.
  --rows 12418503        Rows of the table in the suite on large data; 0 leaves it out.
  --postgres 200         Models of the suite on PostgreSQL; 0 leaves it out.
  --backfill 20000       Rows a day of the suite on backfills; 0 leaves it out.
  --backfill-days 30     Days of its window.
  --only TEXT            Items whose name holds the text; may be repeated.
  --dbt PATH             A dbt 1.x to time beside tx, with its DuckDB and PostgreSQL adapters.
  --dbt2 PATH            A dbt 2.x to time beside tx, with its driver of DuckDB where it finds it; not on PostgreSQL.
  --tx PATH              The tx to time (bin/tx of this checkout).
  --out FILE             Results as JSON (bench-results.json in the working folder).
  --folder DIR           Where projects and databases are made (in the system's temporary folder).
`;

const OPTIONS = {
  sizes: { type: 'string', default: '100,1000' },
  rounds: { type: 'string', default: '3' },
  rows: { type: 'string', default: '12418503' },
  postgres: { type: 'string', default: '200' },
  backfill: { type: 'string', default: '20000' },
  'backfill-days': { type: 'string', default: '30' },
  only: { type: 'string', multiple: true, default: [] as string[] },
  dbt: { type: 'string' },
  dbt2: { type: 'string' },
  tx: { type: 'string' },
  out: { type: 'string', default: 'bench-results.json' },
  folder: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the command line; null when help was asked for. Throws for an option that it does not know. */
export function readSettings(args: readonly string[], root: string): Settings | null {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false });
  if (values.help) return null;
  const folder = path.resolve(values.folder ?? path.join(tmpdir(), 'tx-bench'));
  mkdirSync(folder, { recursive: true });
  return {
    root,
    tx: [process.execPath, values.tx ?? path.join(root, 'bin/tx')],
    dbt: values.dbt ?? null,
    dbt2: values.dbt2 ?? null,
    sizes: values.sizes
      .split(',')
      .map((size) => count(size, 'sizes'))
      .filter((size) => size > 0),
    rounds: Math.max(1, count(values.rounds, 'rounds')),
    rows: count(values.rows, 'rows'),
    postgres: count(values.postgres, 'postgres'),
    backfill: count(values.backfill, 'backfill'),
    backfillDays: Math.max(1, count(values['backfill-days'], 'backfill-days')),
    isChosen: (item) => values.only.length === 0 || values.only.some((text) => item.includes(text)),
    out: path.resolve(values.out),
    folder,
  };
}

/** The command lines of the programs that a run of the suite times on a project, tx first. */
export function programsOf({ tx, dbt, dbt2 }: Settings): readonly (readonly [PeerName, readonly string[]])[] {
  return [
    ['tx', tx],
    ...(dbt === null ? [] : [['dbt', [dbt]] as const]),
    ...(dbt2 === null ? [] : [['dbt2', [dbt2]] as const]),
  ];
}

function count(text: string, option: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new Error(`--${option} takes whole numbers, not '${text}'`);
}
