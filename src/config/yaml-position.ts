import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';

type YamlPackage = typeof Yaml;

let yamlPackage: YamlPackage | null = null;

/** The `yaml` package is loaded only when a message needs a position. */
function loadPackage(): YamlPackage {
  yamlPackage ??= createRequire(import.meta.url)('yaml') as YamlPackage;
  return yamlPackage;
}

interface Parsed {
  readonly text: string;
  readonly document: Yaml.Document.Parsed;
  readonly lines: Yaml.LineCounter;
}

/** The text that was looked into last: the messages about a file come together, and a large file takes seconds to parse. */
let last: Parsed | null = null;

function parsed(text: string): Parsed {
  if (last?.text === text) return last;
  const { parseDocument, LineCounter } = loadPackage();
  const lines = new LineCounter();
  last = { text, document: parseDocument(text, { lineCounter: lines, uniqueKeys: false }), lines };
  return last;
}

/** Line and column (1-based) of the node at a path of a YAML text; of its nearest parent where the path ends early. */
export function locate(
  text: string,
  path: readonly (string | number)[],
): { readonly line: number; readonly column: number } | null {
  const { isMap, isSeq, isNode } = loadPackage();
  const { document, lines } = parsed(text);
  let node: unknown = document.contents;
  let offset: number | null = null;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isNode(item.key) && String((item.key as { value?: unknown }).value) === String(step),
      );
      if (!pair) break;
      offset = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      offset = isNode(node) ? (node.range?.[0] ?? offset) : offset;
    } else break;
  }
  if (offset === null) return null;
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}
