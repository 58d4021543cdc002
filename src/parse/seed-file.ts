import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ProjectFailure } from '../errors/project-error.ts';
import type { Checksum, SeedNode } from '../graph/node.ts';
import { readCsv } from '../util/csv.ts';
import { dataChecksum } from './text-checksum.ts';

/** A seed's file as read: its header and its rows; an empty cell and `null` are NULL, as agate has it. */
export interface SeedContent {
  /** Absolute path. */
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Reads the file of a seed. Throws ProjectFailure TX1220 when it cannot be read, TX3116 when it is empty. */
export function readSeed(node: SeedNode, delimiter: string): SeedContent {
  const file = join(node.rootPath, node.originalFilePath);
  const [header, ...rows] = [...csvRows(file, delimiter, node.originalFilePath)];
  if (header === undefined) {
    throw new ProjectFailure({
      code: 'TX3116',
      message: `The seed ${node.originalFilePath} is empty: it has no header`,
      hint: 'Give it a first line with the names of its columns, or remove the file.',
      location: { file: node.originalFilePath },
    });
  }
  return { file, header, rows: rows.map(nulls) };
}

/** The rows of a seed's file without its header, read anew at each call. */
export function* readSeedRows(file: string, delimiter: string): Generator<readonly (string | null)[]> {
  let first = true;
  for (const row of csvRows(file, delimiter, file)) {
    if (!first) yield nulls(row);
    first = false;
  }
}

/**
 * What tells a seed's content from another's: the hash of its text, or its path where the file is larger than
 * `--maximum-seed-size-mib`, as in dbt.
 */
export function seedChecksum(absolutePath: string, originalFilePath: string, maximumMib: number): Checksum {
  const size = statSync(absolutePath).size;
  if (maximumMib > 0 && size > maximumMib * 1024 * 1024) return { name: 'path', checksum: originalFilePath };
  return dataChecksum(readFileSync(absolutePath, 'utf8'));
}

function* csvRows(file: string, delimiter: string, shown: string): Generator<string[]> {
  for (const row of readCsv(readText(file, shown), delimiter)) if (row.length > 0) yield row;
}

function readText(file: string, shown: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    throw new ProjectFailure({
      code: 'TX1220',
      message: `Cannot read the seed ${shown}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      location: { file: shown },
      cause: thrown,
    });
  }
}

function nulls(row: readonly string[]): readonly (string | null)[] {
  return row.map((cell) => {
    const text = cell.trim();
    return text === '' || text.toLowerCase() === 'null' ? null : cell;
  });
}
