import { ProjectFailure } from '../errors/project-error.ts';
import { codeFrame, placeOf } from '../errors/code-frame.ts';

/** dbt's own blocks, which are cut out of a file before Jinja reads it. */
export type BlockKind = 'macro' | 'test' | 'materialization' | 'snapshot' | 'docs';

/** One block of a file, with its exact text. */
export interface Block {
  readonly kind: BlockKind;
  /** dbt's name for the macro: `test_x`, `materialization_x_default`; the bare name for the other kinds. */
  readonly name: string;
  readonly bareName: string;
  /** For materializations: the adapter, or `default`. */
  readonly adapter: string | null;
  readonly supportedLanguages: readonly string[] | null;
  /** The whole block with its tags. */
  readonly text: string;
  /** What stands between the tags. */
  readonly body: string;
  /** The opening tag. */
  readonly header: string;
  /** Lines (1-based) of the opening tag and of the body's first character. */
  readonly line: number;
  readonly bodyLine: number;
}

const KINDS: Readonly<Record<string, BlockKind>> = {
  macro: 'macro',
  test: 'test',
  data_test: 'test',
  materialization: 'materialization',
  snapshot: 'snapshot',
  docs: 'docs',
};

/** A comment, a raw block's beginning, a string inside nothing, or a block tag: what matters when scanning. */
const TAG = /\{#|\{%[-+]?\s*([A-Za-z_]\w*)/g;
const NAME = /^\{%[-+]?\s*\w+\s+([^\s(,%}]+)/;

/**
 * Cuts dbt's blocks out of a file. What stands outside of blocks is left alone; comments and raw blocks are skipped.
 * Throws ProjectFailure TX1001 for a block that is never closed.
 */
export function splitBlocks(source: string, file: string): readonly Block[] {
  const blocks: Block[] = [];
  let at = 0;
  for (;;) {
    TAG.lastIndex = at;
    const tag = TAG.exec(source);
    if (tag === null) return blocks;
    if (tag[0] === '{#') {
      at = skipComment(source, tag.index);
      continue;
    }
    const word = tag[1] ?? '';
    if (word === 'raw') {
      at = skipRaw(source, tag.index);
      continue;
    }
    const kind = Object.hasOwn(KINDS, word) ? KINDS[word] : undefined;
    const tagEnd = endOfTag(source, TAG.lastIndex);
    if (kind === undefined || tagEnd < 0) {
      at = tagEnd < 0 ? TAG.lastIndex : tagEnd;
      continue;
    }
    const header = source.slice(tag.index, tagEnd);
    const close = findEnd(source, tagEnd, `end${word}`);
    if (close === null) throw unclosed(source, file, tag.index, word, header);
    blocks.push(makeBlock(source, kind, header, tag.index, tagEnd, close));
    at = close.end;
  }
}

function makeBlock(
  source: string,
  kind: BlockKind,
  header: string,
  start: number,
  bodyStart: number,
  close: { readonly start: number; readonly end: number },
): Block {
  const bareName = NAME.exec(header)?.[1] ?? '';
  const adapter = kind === 'materialization' ? adapterOf(header) : null;
  return {
    kind,
    name:
      kind === 'test'
        ? `test_${bareName}`
        : adapter === null
          ? bareName
          : `materialization_${bareName}_${adapter}`,
    bareName,
    adapter,
    supportedLanguages: kind === 'materialization' ? languagesOf(header) : null,
    text: source.slice(start, close.end),
    body: source.slice(bodyStart, close.start),
    header,
    line: placeOf(source, start).line,
    bodyLine: placeOf(source, bodyStart).line,
  };
}

function adapterOf(header: string): string {
  return /\badapter\s*=\s*['"]([^'"]+)['"]/.exec(header)?.[1] ?? 'default';
}

function languagesOf(header: string): readonly string[] {
  const list = /supported_languages\s*=\s*\[([^\]]*)\]/.exec(header)?.[1];
  return list === undefined
    ? ['sql']
    : [...list.matchAll(/['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '');
}

function skipComment(source: string, at: number): number {
  const end = source.indexOf('#}', at + 2);
  return end < 0 ? source.length : end + 2;
}

const END_RAW = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;

function skipRaw(source: string, at: number): number {
  END_RAW.lastIndex = at;
  return END_RAW.exec(source) === null ? source.length : END_RAW.lastIndex;
}

/** Offset behind the tag's `%}`, strings in it skipped; -1 when it has none. */
function endOfTag(source: string, from: number): number {
  const piece = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|%\}/g;
  piece.lastIndex = from;
  for (let match = piece.exec(source); match !== null; match = piece.exec(source)) {
    if (match[0] === '%}') return piece.lastIndex;
  }
  return -1;
}

/** The closing tag of a block; comments and raw blocks on the way are skipped. */
function findEnd(
  source: string,
  from: number,
  word: string,
): { readonly start: number; readonly end: number } | null {
  const tag = /\{#|\{%[-+]?\s*([A-Za-z_]\w*)/g;
  let at = from;
  for (;;) {
    tag.lastIndex = at;
    const match = tag.exec(source);
    if (match === null) return null;
    if (match[0] === '{#') at = skipComment(source, match.index);
    else if (match[1] === 'raw') at = skipRaw(source, match.index);
    else if (match[1] === word) {
      const end = source.indexOf('%}', tag.lastIndex);
      return end < 0 ? null : { start: match.index, end: end + 2 };
    } else at = tag.lastIndex;
  }
}

function unclosed(
  source: string,
  file: string,
  offset: number,
  word: string,
  header: string,
): ProjectFailure {
  const place = placeOf(source, offset);
  const name = NAME.exec(header)?.[1] ?? '';
  return new ProjectFailure({
    code: 'TX1001',
    message: `The ${word} block '${name}' is never closed: reached the end of the file without finding {% end${word} %}`,
    hint: `Close it with {% end${word} %}.`,
    location: { file, ...place },
    frame: codeFrame(source, place.line, place.column),
  });
}
