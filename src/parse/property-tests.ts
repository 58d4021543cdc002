import type { GraphNode, TestNode } from '../graph/node.ts';
import { genericTestNodes } from './generic-test-nodes.ts';
import { asTexts, distinct } from './json-values.ts';
import type { NodePatch } from './node-patch.ts';
import type { PropertyEntries } from './parse-properties.ts';
import type { PatchIndex } from './patch-index.ts';
import { readingFor, type ParseSession } from './session.ts';
import type { ParsedSource } from './source-nodes.ts';

/** Sections whose entries may have generic tests. */
const TESTED: ReadonlySet<string> = new Set(['models', 'seeds', 'snapshots']);

/** The generic tests of the nodes that property files describe, in the order of the files. */
export function testsOfPatches(
  session: ParseSession,
  { isTested }: Pick<PropertyEntries, 'isTested'>,
  patches: PatchIndex,
  byPatch: ReadonlyMap<NodePatch, GraphNode>,
): readonly TestNode[] {
  return patches
    .all()
    .filter((patch) => TESTED.has(patch.entry.section) && isTested(patch.entry))
    .flatMap((patch) =>
      readingFor(session, patch.entry.file.file, () =>
        testsOfPatch(session, patch, byPatch.get(patch) ?? null),
      ),
    );
}

/** The generic tests of sources that are enabled, in the order of the files. */
export function testsOfSources(
  session: ParseSession,
  { isTested }: Pick<PropertyEntries, 'isTested'>,
  sources: readonly ParsedSource[],
): readonly TestNode[] {
  return sources
    .filter((source) => source.node.config['enabled'] !== false && isTested(source.entry))
    .flatMap((source) => readingFor(session, source.entry.file.file, () => testsOfSource(session, source)));
}

function testsOfPatch(
  session: ParseSession,
  patch: NodePatch,
  attached: GraphNode | null,
): readonly TestNode[] {
  const { entry, version, properties } = patch;
  const own = version?.properties ?? {};
  const versionTests = own['data_tests'] !== undefined || own['tests'] !== undefined;
  return genericTestNodes(session, {
    entry,
    name: version ? `${entry.name}_v${version.v}` : entry.name,
    isSource: false,
    reference: version ? `ref('${entry.name}', version='${version.v}')` : `ref('${entry.name}')`,
    version: version?.v ?? null,
    attached,
    keyName: entry.name,
    tags: [],
    properties: version && versionTests ? own : properties,
    path: version && versionTests ? version.path : [],
    columns: patch.columns,
  });
}

function testsOfSource(session: ParseSession, source: ParsedSource): readonly TestNode[] {
  const { entry, node, table, path, columns } = source;
  return genericTestNodes(session, {
    entry,
    name: `${node.sourceName}_${node.name}`,
    isSource: true,
    reference: `source('${node.sourceName}', '${node.name}')`,
    version: null,
    attached: null,
    keyName: node.sourceName,
    tags: distinct(asTexts(node.config['tags'])),
    properties: table,
    path,
    columns,
  });
}
