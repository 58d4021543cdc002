/**
 * Rows of CSV text as Python's csv module reads them (its default dialect, not strict): a quote counts only at the start
 * of a field, a doubled one is a quote, text after a closing quote is kept, any line ending ends a row, and a blank
 * line is a row without values. A byte order mark is left out. `delimiter` is one character.
 */
export function* readCsv(text: string, delimiter: string): Generator<string[]> {
  const end = text.length;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < end) {
    const row: string[] = [];
    at = readRow(text, at, delimiter, row);
    yield row;
  }
}

/** Reads one row into `row`; gives the place where the next one starts. */
function readRow(text: string, start: number, delimiter: string, row: string[]): number {
  const firstBreak = lineBreak(text, start);
  if (firstBreak > 0) return start + firstBreak;
  let at = start;
  for (;;) {
    let field = '';
    if (text[at] === '"') {
      [field, at] = readQuoted(text, at + 1);
    }
    const plain = plainEnd(text, at, delimiter);
    row.push(field + text.slice(at, plain));
    at = plain;
    if (at >= text.length) return at;
    const length = lineBreak(text, at);
    if (length > 0) return at + length;
    at += 1;
  }
}

/** Reads from behind an opening quote to behind the closing one, or to the end of the text. */
function readQuoted(text: string, start: number): [field: string, at: number] {
  let field = '';
  let at = start;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return [normalise(field + text.slice(at)), text.length];
    field += text.slice(at, quote);
    at = quote + 1;
    if (text[at] !== '"') return [normalise(field), at];
    field += '"';
    at += 1;
  }
}

/** Line endings inside a quoted field become `\n`, as they do when Python opens a text file. */
function normalise(field: string): string {
  return field.includes('\r') ? field.replace(/\r\n?/g, '\n') : field;
}

function plainEnd(text: string, start: number, delimiter: string): number {
  let at = start;
  while (at < text.length) {
    const char = text[at];
    if (char === delimiter || char === '\n' || char === '\r') break;
    at += 1;
  }
  return at;
}

/** Length of the line ending at a place; 0 where there is none. */
function lineBreak(text: string, at: number): number {
  if (text[at] === '\n') return 1;
  if (text[at] === '\r') return text[at + 1] === '\n' ? 2 : 1;
  return 0;
}
