import type { Cell, Connection } from '../../adapter-api/connection.ts';
import { fnv1a } from '../../util/fnv1a.ts';
import { sha256 } from '../../util/sha256.ts';

/** What a relation holds, as hashes: of each row with how often it occurs, and of each column. */
export interface ContentPrint {
  readonly columns: readonly string[];
  readonly rowCount: number;
  /** How often each row occurs, by its hash. */
  readonly rows: ReadonlyMap<string, number>;
  /** Hashes of the columns of each row by the hash of its key; null without a key, or where one occurs twice. */
  readonly byKey: ReadonlyMap<string, readonly number[]> | null;
  /** The sum of each column's hashes, which no order of the rows changes. */
  readonly columnSums: readonly number[];
}

/** Rows that only the second of two prints has, as JSON text, a few of them. */
export type RowSamples = readonly string[];

const SAMPLES = 3;
const NULL = '\u0000null';

/**
 * Hashes the rows of a relation as they stream by. `known` are the rows of an earlier print: a few rows that are not
 * among them are given as samples. Floating point numbers count to twelve digits: a sum depends on the order of its rows
 * beyond that. Throws OperationalError.
 */
export async function printContent(
  connection: Connection,
  relation: string,
  keys: readonly string[],
  known: ContentPrint | null,
): Promise<{ readonly print: ContentPrint; readonly samples: RowSamples }> {
  const { columns } = await connection.execute(`select * from ${relation} where 1 = 0`);
  const names = columns.map(({ name }) => name);
  const places = keys.map((name) => names.findIndex((each) => each.toLowerCase() === name.toLowerCase()));
  const keyed = places.length > 0 && !places.includes(-1);
  const rows = new Map<string, number>();
  const byKey = new Map<string, readonly number[]>();
  const columnSums = names.map(() => 0);
  const samples: string[] = [];
  let rowCount = 0;
  const take = (row: readonly Cell[]): void => {
    rowCount += 1;
    const texts = row.map(cellText);
    const hash = sha256(JSON.stringify(texts)).slice(0, 24);
    const count = (rows.get(hash) ?? 0) + 1;
    rows.set(hash, count);
    if (known !== null && count > (known.rows.get(hash) ?? 0) && samples.length < SAMPLES) {
      samples.push(JSON.stringify(Object.fromEntries(names.map((name, at) => [name, texts[at] ?? null]))));
    }
    const cells = texts.map((text) => Number.parseInt(fnv1a(text ?? NULL), 16));
    cells.forEach((cell, at) => (columnSums[at] = ((columnSums[at] ?? 0) + cell) >>> 0));
    if (keyed) byKey.set(JSON.stringify(places.map((at) => texts[at] ?? null)), cells);
  };
  await connection.stream(`select * from ${relation}`, (batch) => batch.forEach(take));
  const unique = keyed && byKey.size === rowCount;
  return { print: { columns: names, rowCount, rows, columnSums, byKey: unique ? byKey : null }, samples };
}

function cellText(cell: Cell): string | null {
  if (cell === null) return null;
  if (typeof cell === 'number' && !Number.isInteger(cell)) return cell.toPrecision(12);
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('hex');
  return typeof cell === 'object' ? cell.text : String(cell);
}

/** How two prints of one relation differ. */
export interface ContentDifference {
  /** Columns whose values differ; empty when only the number of rows, or how values pair up, does. */
  readonly columns: readonly string[];
  /** Rows that the first build had and the second has not, and the other way round. */
  readonly rowsGone: number;
  readonly rowsNew: number;
  readonly before: number;
  readonly after: number;
}

/** The difference between what two builds made; null when they made the same rows, in whatever order. */
export function compareContents(first: ContentPrint, second: ContentPrint): ContentDifference | null {
  const rowsNew = surplus(second.rows, first.rows);
  const rowsGone = surplus(first.rows, second.rows);
  const sameColumns = first.columns.join('\u0000') === second.columns.join('\u0000');
  if (rowsNew === 0 && rowsGone === 0 && sameColumns) return null;
  return {
    columns: sameColumns ? changedColumns(first, second) : renamed(first.columns, second.columns),
    rowsGone,
    rowsNew,
    before: first.rowCount,
    after: second.rowCount,
  };
}

function surplus(of: ReadonlyMap<string, number>, over: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const [hash, count] of of) total += Math.max(0, count - (over.get(hash) ?? 0));
  return total;
}

function renamed(first: readonly string[], second: readonly string[]): readonly string[] {
  const lacking = (names: readonly string[], others: readonly string[]): readonly string[] =>
    names.filter((name) => !others.includes(name));
  return [...lacking(first, second), ...lacking(second, first)];
}

function changedColumns(first: ContentPrint, second: ContentPrint): readonly string[] {
  const [before, after] = [first.byKey, second.byKey];
  if (before === null || after === null) {
    if (first.rowCount !== second.rowCount) return [];
    return first.columns.filter((_, at) => first.columnSums[at] !== second.columnSums[at]);
  }
  return first.columns.filter((_, at) =>
    [...after].some(([key, row]) => {
      const other = before.get(key);
      return other !== undefined && other[at] !== row[at];
    }),
  );
}
