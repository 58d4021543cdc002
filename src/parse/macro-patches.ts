import type { JsonObject } from '../config/json.ts';
import type { MacroNode } from '../graph/node.ts';
import { asList, asObject, asText, isObject } from './json-values.ts';
import type { LibraryMacro } from './macro-library.ts';
import { patchPath, type NodePatch } from './node-patch.ts';
import type { PatchIndex } from './patch-index.ts';
import { placed, renderDescription } from './render-properties.ts';
import { attempt, readingFor, type ParseSession } from './session.ts';

/** Macros with what property files say of them. */
export function patchMacros(
  session: ParseSession,
  macros: readonly LibraryMacro[],
  patches: PatchIndex,
): readonly MacroNode[] {
  return macros.map(({ node }) => {
    const patch = patches.take('macros', node.packageName, node.name);
    return (
      (patch &&
        readingFor(session, patch.entry.file.file, () =>
          attempt(session, () => patched(session, node, patch)),
        )) ??
      node
    );
  });
}

function patched(session: ParseSession, node: MacroNode, patch: NodePatch): MacroNode {
  const { entry, properties } = patch;
  const description = renderDescription(entry, [], properties['description'], node.uniqueId, session);
  const config = asObject(properties['config']);
  const meta = { ...asObject(properties['meta']), ...asObject(config['meta']) };
  const docsGiven = { ...asObject(properties['docs']), ...asObject(config['docs']) };
  const docs = { show: docsGiven['show'] !== false, nodeColor: asText(docsGiven['node_color']) };
  const list = asList(properties['arguments']);
  return {
    ...node,
    description: description.text,
    meta,
    docs,
    config: { ...config, meta, docs: { show: docs.show, node_color: docs.nodeColor } },
    patchPath: patchPath(entry),
    arguments:
      list.length === 0
        ? node.arguments
        : list.map((item, index) => argument(session, node, patch, asObject(item), index)),
  };
}

function argument(
  session: ParseSession,
  node: MacroNode,
  patch: NodePatch,
  item: JsonObject,
  index: number,
): JsonObject {
  const path = ['arguments', index];
  return placed(patch.entry, path, () => ({
    name: asText(item['name']) ?? '',
    type: asText(item['type']),
    description: renderDescription(patch.entry, path, item['description'], node.uniqueId, session).text,
    ...(isObject(item['config']) ? { config: item['config'] } : {}),
  }));
}
