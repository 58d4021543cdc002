import { seedInstant } from './seed-date.ts';
import { numberText } from './seed-number.ts';
import type { SeedKind } from './seed-types.ts';

/** A cell of a seed in the plain form of its column's kind, which every warehouse reads: `1,200` as 1200, times in UTC. */
export function seedValue(kind: SeedKind, cell: string | null): string | null {
  if (cell === null) return null;
  switch (kind) {
    case 'integer':
    case 'number':
      return numberText(cell);
    case 'date':
      return cell.trim();
    case 'datetime':
      return seedInstant(cell);
    case 'boolean':
      return cell.replaceAll(',', '').trim().toLowerCase();
    case 'text':
      return cell;
  }
}
