import type { PrintableTable } from './print-table.ts';

/** Where `print_table()` and the like write to. */
export type PrintText = (text: string) => void;

/** What an agate table is made of; rows have as many values as there are columns. */
export interface TableContent extends PrintableTable {
  readonly print: PrintText;
}
