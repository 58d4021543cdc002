import type { GraphNode, GroupNode, MacroNode } from '../graph/node.ts';
import { exposureNode } from './exposure-nodes.ts';
import { fixtureFiles } from './fixture-files.ts';
import { groupNode } from './group-nodes.ts';
import type { LibraryMacro } from './macro-library.ts';
import { patchMacros } from './macro-patches.ts';
import { fileNodes } from './parse-file-nodes.ts';
import type { PropertyEntries } from './parse-properties.ts';
import { indexPatches, warnUnused } from './patch-index.ts';
import type { PropertyEntry } from './property-file.ts';
import { propertyTests } from './property-tests.ts';
import { semanticKinds, semanticNodes } from './semantic-nodes.ts';
import { attempt, readingFor, type ParseSession } from './session.ts';
import type { SourceFile } from './source-file.ts';
import { sourceNodes } from './source-nodes.ts';
import { unitTestNode } from './unit-test-nodes.ts';

/** Files and entries of property files that are parsed together: a whole project, or the part that changed. */
export interface ProjectParts {
  readonly files: readonly SourceFile[];
  readonly properties: PropertyEntries;
  readonly macros: readonly LibraryMacro[];
}

/** What the parts say. */
export interface ParsedParts {
  readonly nodes: readonly GraphNode[];
  readonly macros: readonly MacroNode[];
  readonly groups: readonly GroupNode[];
}

/** Makes the nodes of files and property entries, in the order of the manifest; faults are gathered in the session. */
export function parseParts(session: ParseSession, parts: ProjectParts): ParsedParts {
  const { files, properties } = parts;
  const patches = indexPatches(properties.patches, session);
  const found = fileNodes(session, files, patches);
  const sources = properties
    .of('sources')
    .flatMap((entry) => made(session, entry, () => sourceNodes(session, entry)) ?? []);
  const nodes: GraphNode[] = [
    ...found.nodes,
    ...propertyTests(session, properties, patches, found.byPatch, sources),
    ...sources.map((source) => source.node),
    ...definedNodes(session, properties, files),
  ];
  const macros = patchMacros(session, parts.macros, patches);
  warnUnused(patches, (section) => found.names(section, macros), session);
  return { nodes, macros, groups: groupNodes(session, properties) };
}

/** Resources that property files define, other than sources and groups. */
function definedNodes(
  session: ParseSession,
  properties: PropertyEntries,
  files: readonly SourceFile[],
): readonly GraphNode[] {
  const fixtures = fixtureFiles(files, session.project.root.name);
  const nodes: (GraphNode | undefined)[] = [
    ...properties.of('exposures').map((entry) => made(session, entry, () => exposureNode(session, entry))),
    ...properties
      .of('unit_tests')
      .map((entry) => made(session, entry, () => unitTestNode(session, entry, fixtures))),
    ...semanticKinds.flatMap((kind) =>
      properties
        .of(kind.key)
        .flatMap((entry) => made(session, entry, () => semanticNodes(session, entry, kind)) ?? []),
    ),
  ];
  return nodes.filter((node) => node !== undefined);
}

function groupNodes(session: ParseSession, properties: PropertyEntries): readonly GroupNode[] {
  return properties
    .of('groups')
    .flatMap((entry) => made(session, entry, () => groupNode(session, entry)) ?? []);
}

/** What an entry makes; undefined, with the fault gathered, when it cannot be made. */
function made<T>(session: ParseSession, entry: PropertyEntry, make: () => T): T | undefined {
  return readingFor(session, entry.file.file, () => attempt(session, make));
}
