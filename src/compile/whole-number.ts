import type { Cell } from '../adapter-api/connection.ts';

/** A cell as a whole number; null for one that is none. */
export function wholeNumber(cell: Cell | undefined): number | null {
  if (typeof cell === 'bigint') return Number(cell);
  if (typeof cell === 'number') return Number.isInteger(cell) ? cell : null;
  if (cell !== null && typeof cell === 'object' && 'kind' in cell && cell.kind === 'decimal') {
    const value = Number(cell.text);
    return Number.isInteger(value) ? value : null;
  }
  return null;
}
