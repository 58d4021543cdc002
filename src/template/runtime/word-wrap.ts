/** Words, hyphenated parts of words and the spaces between, as Python's textwrap cuts a line. */
const CHUNKS =
  /\s+|[^\s-]*\p{L}{2,}-(?=\p{L}{2})|[^\s-]*\p{L}-(?=\p{L}{2,})(?!$)|(?:(?!\p{L}{2}-\p{L}{2})\S)+?(?=\s|$|-{2,})|-{2,}|\S+/gu;

/** Python's `textwrap.wrap` of one line, as Jinja's `wordwrap` calls it: hyphens break, spaces at line ends go. */
export function wrapLine(line: string, width: number, breakLong: boolean): string[] {
  const chunks = (line.match(CHUNKS) ?? []).reverse();
  const lines: string[] = [];
  while (chunks.length > 0) {
    if (lines.length > 0 && (chunks.at(-1) ?? '').trim() === '') chunks.pop();
    const taken = takeLine(chunks, width, breakLong);
    while (taken.length > 0 && (taken.at(-1) ?? '').trim() === '') taken.pop();
    if (taken.length > 0) lines.push(taken.join(''));
  }
  return lines;
}

/** Takes from the end of `chunks` what fits on a line, at least one piece. */
function takeLine(chunks: string[], width: number, breakLong: boolean): string[] {
  const taken: string[] = [];
  let length = 0;
  for (let next = chunks.at(-1); next !== undefined && length + next.length <= width; next = chunks.at(-1)) {
    taken.push(next);
    length += next.length;
    chunks.pop();
  }
  const next = chunks.at(-1);
  if (next === undefined || next.length <= width) return taken;
  if (breakLong) {
    const room = Math.max(1, width - length);
    const hyphen = next.lastIndexOf('-', room - 1);
    const cut = hyphen > 0 && /[^-]/.test(next.slice(0, hyphen)) ? hyphen + 1 : room;
    taken.push(next.slice(0, cut));
    chunks[chunks.length - 1] = next.slice(cut);
  } else if (taken.length === 0) {
    taken.push(next);
    chunks.pop();
  }
  return taken;
}
