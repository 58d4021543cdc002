import { load, YAMLException, type LoadOptions } from 'js-yaml';
import { linesWithinFlow, unendedBlock } from './yaml-lines.ts';

/**
 * Reads a YAML document where PyYAML and js-yaml differ as PyYAML does. Within brackets and quotes a line may begin in any
 * column, as many projects write it; js-yaml wants it deeper than the key. A text that it refuses for that alone is read
 * with those lines indented: there the blanks mean nothing. And the last line of a block of text ends with a line break
 * only where the document does. Throws YAMLException with the place in the text as it was given.
 */
export function loadYaml(text: string, options: LoadOptions): unknown {
  const ended = endedAsWritten(text);
  try {
    return load(ended, options);
  } catch (thrown) {
    if (!isOfIndentation(thrown)) throw thrown;
    const starts = linesWithinFlow(ended);
    const depth = 1 + deepest(ended);
    try {
      return load(indent(ended, starts, depth), options);
    } catch (again) {
      throw isOfIndentation(again) ? thrown : placedBefore(again, ended, starts, depth);
    }
  }
}

/** The text with a block at its end that is told to end without a line break where it has none. */
function endedAsWritten(text: string): string {
  if (text.endsWith('\n') || !/[|>][-+\d]*[ \t\r]*(#[^\n]*)?\n/.test(text)) return text;
  const header = unendedBlock(text);
  if (header === null) return text;
  const told = /^[|>][-+\d]*/.exec(text.slice(header, header + 3))?.[0] ?? '';
  return `${text.slice(0, header)}${told.replace(/[-+]/, '')}-${text.slice(header + told.length)}`;
}

const isOfIndentation = (thrown: unknown): boolean =>
  thrown instanceof YAMLException && thrown.reason === 'deficient indentation';

/** The deepest column in which a node of a block begins. */
function deepest(text: string): number {
  let most = 0;
  for (const [prefix] of text.matchAll(/^[ ?:-]*/gm)) most = Math.max(most, prefix.length);
  return most;
}

function indent(text: string, starts: readonly number[], depth: number): string {
  const parts = starts.map((start, index) => text.slice(starts[index - 1] ?? 0, start));
  return [...parts, text.slice(starts.at(-1) ?? 0)].join(' '.repeat(depth));
}

/** The same fault with its place before lines were indented. */
function placedBefore(thrown: unknown, text: string, starts: readonly number[], depth: number): unknown {
  const position =
    thrown instanceof YAMLException
      ? (thrown.mark as { position?: number } | undefined)?.position
      : undefined;
  if (position === undefined) return thrown;
  let before = 0;
  while (before < starts.length && (starts[before] ?? 0) + before * depth < position) before += 1;
  const { reason, mark } = thrown as YAMLException & { mark: { name?: string } };
  try {
    return YAMLException.throwAt(text, Math.max(0, position - before * depth), reason, mark.name ?? '');
  } catch (placed) {
    return placed;
  }
}
