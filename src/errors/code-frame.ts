/**
 * Lines of `source` around a place, with a caret under the column; both numbers are 1-based. `firstLine` is the number of
 * the source's first line, for a source that is a part of a file.
 */
export function codeFrame(
  source: string,
  line: number,
  column: number | null,
  context = 2,
  firstLine = 1,
): string {
  const lines = linesOf(source);
  const first = Math.max(firstLine, line - context);
  const end = Math.min(firstLine + lines.length - 1, line + context);
  const width = String(end).length;
  const from = windowStart(column);
  const out: string[] = [];
  for (let number = first; number <= end; number += 1) {
    const text = cropped((lines[number - firstLine] ?? '').replace(/\t/g, ' '), from);
    out.push(`${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${text}`.trimEnd());
    if (number === line && column !== null) {
      out.push(`  ${' '.repeat(width)} | ${' '.repeat(Math.max(0, column - 1 - from))}^`);
    }
  }
  return out.join('\n');
}

/** The text that was split last: a large file may have thousands of messages, which come together. */
let last: { readonly source: string; readonly lines: readonly string[] } = { source: '', lines: [''] };

function linesOf(source: string): readonly string[] {
  if (last.source !== source) last = { source, lines: source.split('\n') };
  return last.lines;
}

/** Columns of a source line that a frame shows. */
const FRAME_COLUMNS = 160;

/** Where the shown part of the lines begins, so that a column far to the right is in it. */
function windowStart(column: number | null): number {
  return column === null || column <= FRAME_COLUMNS - 20 ? 0 : column - FRAME_COLUMNS / 2;
}

function cropped(line: string, from: number): string {
  if (from === 0 && line.length <= FRAME_COLUMNS) return line;
  const text = line.slice(from, from + FRAME_COLUMNS);
  return `${from > 0 && text !== '' ? `…${text.slice(1)}` : text}${line.length > from + FRAME_COLUMNS ? '…' : ''}`;
}

/** Line and column (1-based) of an offset in a text. */
export function placeOf(source: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let next = source.indexOf('\n'); next >= 0 && next < offset; next = source.indexOf('\n', next + 1)) {
    line += 1;
    start = next + 1;
  }
  return { line, column: offset - start + 1 };
}
