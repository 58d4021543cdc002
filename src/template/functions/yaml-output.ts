import { isYamlLiteral } from './yaml-scalars.ts';

/** Lines are folded at the first space beyond this column, as PyYAML does. */
const WIDTH = 80;
const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\xa0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};

type Style = 'plain' | 'single' | 'double';

/** YAML text as it grows, with the column that folding goes by. */
export class YamlOutput {
  text = '';
  #column = 0;

  write(text: string): void {
    this.text += text;
    const at = text.lastIndexOf('\n');
    this.#column = at === -1 ? this.#column + text.length : text.length - at - 1;
  }

  newLine(): void {
    this.write('\n');
  }

  /** Begins a line, unless the text is empty so far. */
  startLine(indent: number): void {
    if (this.text !== '') this.newLine();
    this.write(' '.repeat(indent));
  }

  /** Writes after a space, unless at the start of a line. */
  token(text: string): void {
    if (this.text !== '' && !/[\n ]$/.test(this.text)) this.write(' ');
    this.write(text);
  }

  /** Writes text in the style that PyYAML chooses; true when it stays without quotes. Keys are not folded. */
  textScalar(text: string, indent: number, isKey: boolean): boolean {
    const style = styleOf(text, isKey);
    if (style === 'plain') this.#plain(text, isKey ? null : indent);
    else if (style === 'single') this.#single(text, isKey ? null : indent);
    else this.#double(text, isKey ? null : indent);
    return style === 'plain';
  }

  #plain(text: string, indent: number | null): void {
    this.token('');
    for (const part of text.split(/( +)/)) {
      if (part === ' ' && indent !== null && this.#column > WIDTH) this.startLine(indent);
      else this.write(part);
    }
  }

  #single(text: string, indent: number | null): void {
    this.token("'");
    const parts = text.split(/( +|\n+)/);
    parts.forEach((part, index) => {
      const isInside =
        index > 0 && index < parts.length - 1 && parts[index - 1] !== '' && parts[index + 1] !== '';
      if (part === ' ' && indent !== null && isInside && this.#column > WIDTH) this.startLine(indent);
      else if (part.startsWith('\n')) this.write(`\n${part}${' '.repeat(indent ?? 0)}`);
      else this.write(part.replaceAll("'", "''"));
    });
    this.write("'");
  }

  #double(text: string, indent: number | null): void {
    this.token('"');
    const chars = [...text];
    let pending = '';
    chars.forEach((char, index) => {
      const escape = escapeOf(char);
      if (escape !== null) {
        this.write(pending + escape);
        pending = '';
      }
      const mayFold = index > 0 && index < chars.length - 1 && (char === ' ' || escape !== null);
      if (mayFold && indent !== null && this.#column + pending.length > WIDTH) {
        this.write(`${pending}\\\n${' '.repeat(indent)}`);
        const next = escape === null ? char : chars[index + 1];
        pending = '';
        if (next === ' ') this.write('\\');
      }
      if (escape === null) pending += char;
    });
    this.write(`${pending}"`);
  }
}

/** How a character is written in double quotes; null where it stands for itself. */
function escapeOf(char: string): string | null {
  if (char >= ' ' && char <= '~' && char !== '"' && char !== '\\') return null;
  if (Object.hasOwn(ESCAPES, char)) return `\\${ESCAPES[char]}`;
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

function styleOf(text: string, isKey: boolean): Style {
  if (text === '') return 'single';
  if (/[^\n\x20-\x7e]/.test(text) || / \n/.test(text) || /\n /.test(text)) return 'double';
  const hasBreak = text.includes('\n');
  if (isKey && hasBreak) return 'double';
  const isPlain =
    !hasBreak &&
    !text.startsWith(' ') &&
    !text.endsWith(' ') &&
    !/^(?:---|\.\.\.)/.test(text) &&
    !/^[#,[\]{}&*!|>'"%@`]/.test(text) &&
    !/^[?:-](?: |$)/.test(text) &&
    !/:(?: |$)/.test(text) &&
    !/ #/.test(text) &&
    !isYamlLiteral(text);
  return isPlain ? 'plain' : 'single';
}
