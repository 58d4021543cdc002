import type { Json, JsonObject } from '../../config/json.ts';
import { jsonText } from '../../template/runtime/json-text.ts';
import { fromJson } from '../../template/values/from-json.ts';
import type { Manifest } from '../manifest.ts';
import type { GraphNode } from '../node.ts';
import { headsOf } from '../node-head.ts';
import { parentIds } from '../node-kinds.ts';
import { nodeToJson } from '../node-json.ts';
import { isJsonObject } from '../read-json.ts';

/** `ls --output`. */
export type ListOutput = 'selector' | 'name' | 'path' | 'json';

/** Keys of `ls --output json` when none are asked for. */
const DEFAULT_KEYS: ReadonlySet<string> = new Set([
  ...['alias', 'name', 'source_name', 'depends_on', 'unique_id', 'package_name', 'original_file_path'],
  ...['resource_type', 'tags', 'config', 'direct_parents'],
]);

/** The lines that `ls` prints for nodes, in the order of `ids`. */
export function listLines(
  manifest: Manifest,
  ids: readonly string[],
  options: { readonly output?: ListOutput; readonly keys?: readonly string[] } = {},
): readonly string[] {
  const { output = 'selector' } = options;
  if (output === 'selector') {
    const selectors = new Map(headsOf(manifest).map(({ uniqueId, selector }) => [uniqueId, selector]));
    return ids.flatMap((id) => selectors.get(id) ?? []);
  }
  return ids.flatMap((id) => {
    const node = manifest.nodes.get(id);
    return node === undefined ? [] : [formatListLine(node, output, options.keys)];
  });
}

/** The line that `ls` prints for a node; `outputKeys` (dotted ones reach inside) choose what JSON shows. */
function formatListLine(
  node: GraphNode,
  output: Exclude<ListOutput, 'selector'>,
  outputKeys: readonly string[] = [],
): string {
  switch (output) {
    case 'name':
      return searchName(node);
    case 'path':
      return node.originalFilePath;
    case 'json':
      return jsonText(fromJson(listedJson(node, outputKeys)), null, false);
  }
}

function searchName(node: GraphNode): string {
  if (node.resourceType === 'source') return `${node.sourceName}.${node.name}`;
  if (node.resourceType === 'model' && node.version !== null) return `${node.name}.v${node.version}`;
  return node.name;
}

function listedJson(node: GraphNode, outputKeys: readonly string[]): JsonObject {
  const json: JsonObject =
    node.resourceType === 'model'
      ? { ...nodeToJson(node), direct_parents: parentIds(node) }
      : nodeToJson(node);
  if (outputKeys.length === 0) {
    return Object.fromEntries(Object.entries(json).filter(([key]) => DEFAULT_KEYS.has(key)));
  }
  const plain = Object.entries(json).filter(([key]) => outputKeys.includes(key));
  const dotted = outputKeys
    .filter((key) => key.includes('.'))
    .flatMap((key): [string, Json][] => {
      const value = valueAt(json, key.split('.'));
      return value === undefined ? [] : [[key, value]];
    });
  return Object.fromEntries([...plain, ...dotted]);
}

function valueAt(json: JsonObject, keys: readonly string[]): Json | undefined {
  let value: Json | undefined = json;
  for (const key of keys) {
    if (!isJsonObject(value)) return undefined;
    value = value[key];
  }
  return value;
}
