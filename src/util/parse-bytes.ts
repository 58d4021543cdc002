const POWERS = ['b', 'kb', 'mb', 'gb', 'tb', 'pb'];

/** Bytes in a size as people write it: `500 MB`, `2 TB` (powers of 1,000), or a bare number; null for anything else. */
export function parseBytes(text: string | number): number | null {
  if (typeof text === 'number') return Number.isFinite(text) && text >= 0 ? text : null;
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgtp]?b)?\s*$/i.exec(text);
  if (match === null) return null;
  return Math.round(Number(match[1]) * 1000 ** POWERS.indexOf((match[2] ?? 'b').toLowerCase()));
}
