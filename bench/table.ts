import type { Measurement } from './measure.ts';
import type { Row } from './peers.ts';

const HEADER = [
  'suite',
  'size',
  'item',
  'tx CPU s',
  'tx wall s',
  'tx MB',
  'dbt CPU s',
  'dbt/tx',
  'dbt 2 CPU s',
  'dbt 2/tx',
  'raw CPU s',
  'tx-raw ms',
  'tx/raw',
];

/** The rows as a Markdown table. */
export function resultTable(rows: readonly Row[]): string {
  const cells = rows.map(({ suite, size, item, medians: { tx, dbt, dbt2, raw } }) => [
    ...[suite, String(size), item, seconds(tx?.cpu), seconds(tx?.wall), megabytes(tx)],
    ...[seconds(dbt?.cpu), tx && dbt ? (dbt.cpu / tx.cpu).toFixed(1) : ''],
    ...[seconds(dbt2?.cpu), tx && dbt2 ? (dbt2.cpu / tx.cpu).toFixed(1) : ''],
    ...[seconds(raw?.cpu), tx && raw ? ((tx.cpu - raw.cpu) * 1000).toFixed(0) : ''],
    tx && raw ? (tx.cpu / raw.cpu).toFixed(2) : '',
  ]);
  return asTable(HEADER, cells);
}

/** How the CPU time of each item grows from the smallest to the largest project of at least 1,000 models: n to the power of … */
export function growthTable(rows: readonly Row[]): string | null {
  const large = rows.filter(({ suite, size }) => suite === 'project' && size >= 1000);
  const items = [...new Set(large.map(({ item }) => item))];
  const cells = items.flatMap((item) => {
    const sized = large.filter((row) => row.item === item).toSorted((a, b) => a.size - b.size);
    const [first, last] = [sized[0], sized.at(-1)];
    if (!first?.medians.tx || !last?.medians.tx || first.size === last.size) return [];
    const exponent = Math.log(last.medians.tx.cpu / first.medians.tx.cpu) / Math.log(last.size / first.size);
    return [[item, `${first.size} → ${last.size}`, exponent.toFixed(2)]];
  });
  return cells.length === 0 ? null : asTable(['item', 'models', 'exponent of growth'], cells);
}

function seconds(value: number | undefined): string {
  return value === undefined ? '' : value.toFixed(2);
}

function megabytes(measured: Measurement | undefined): string {
  return measured?.megabytes?.toFixed(0) ?? '';
}

function asTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`);
  return lines.join('');
}
