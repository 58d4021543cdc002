import { tableText } from '../template/agate/print-table.ts';

/** Rows of text as a table for the terminal; null cells are empty, nothing is cut. */
export function textTable(names: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  const table = { columnNames: names, kinds: names.map(() => 'Text' as const), rows };
  return tableText(table, { maxRows: null, maxColumns: null, maxColumnWidth: null }).trimEnd();
}
