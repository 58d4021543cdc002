const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds in a duration as people write it: `500ms`, `90s`, `10m`, `1h`, `2d`, or bare seconds; null for anything else. */
export function parseDuration(text: string | number): number | null {
  if (typeof text === 'number') return Number.isFinite(text) && text >= 0 ? text : null;
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?\s*$/.exec(text);
  if (match === null) return null;
  return Number(match[1]) * (UNITS[match[2] ?? 's'] ?? 1);
}
