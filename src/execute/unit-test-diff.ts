/** Rows as text, compared without regard to order; null when both hold the same rows. */
export function diffRows(
  columns: readonly string[],
  actual: readonly (readonly string[])[],
  expected: readonly (readonly string[])[],
): string | null {
  const missing = [...expected];
  const extra: (readonly string[])[] = [];
  const same: (readonly string[])[] = [];
  for (const row of actual) {
    const at = missing.findIndex((other) => other.every((cell, index) => cell === row[index]));
    if (at < 0) extra.push(row);
    else same.push(...missing.splice(at, 1));
  }
  if (missing.length === 0 && extra.length === 0) return null;
  const lines: string[][] = [['@@', ...columns], ...same.map((row) => ['', ...row])];
  const changed = Math.min(extra.length, missing.length);
  const ordered = pairUp(extra, missing);
  for (let index = 0; index < changed; index += 1) {
    const [from, to] = ordered[index] as readonly [readonly string[], readonly string[]];
    lines.push(['→', ...from.map((cell, at) => (cell === to[at] ? cell : `${cell}→${to[at] ?? ''}`))]);
  }
  const paired = new Set(ordered.slice(0, changed).flat());
  for (const row of extra) if (!paired.has(row)) lines.push(['+++', ...row]);
  for (const row of missing) if (!paired.has(row)) lines.push(['---', ...row]);
  return aligned(lines);
}

/** Each row that is too many with the row that is missing and most like it. */
function pairUp(
  extra: readonly (readonly string[])[],
  missing: readonly (readonly string[])[],
): readonly (readonly [readonly string[], readonly string[]])[] {
  const left = [...missing];
  const pairs: (readonly [readonly string[], readonly string[]])[] = [];
  for (const row of extra) {
    if (left.length === 0) break;
    const likeness = left.map((other) => other.filter((cell, index) => cell === row[index]).length);
    const best = likeness.indexOf(Math.max(...likeness));
    pairs.push([row, ...left.splice(best, 1)] as unknown as readonly [readonly string[], readonly string[]]);
  }
  return pairs;
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join(',')
        .trimEnd(),
    )
    .join('\n');
}
