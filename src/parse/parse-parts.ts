import type { Package } from '../config/project.ts';
import type { GraphNode, GroupNode, MacroNode } from '../graph/node.ts';
import { exposureNode } from './exposure-nodes.ts';
import { fixtureFiles } from './fixture-files.ts';
import { groupNode } from './group-nodes.ts';
import type { LibraryMacro } from './macro-library.ts';
import { patchMacros } from './macro-patches.ts';
import { operationNodes } from './operation-nodes.ts';
import { fileNodes } from './parse-file-nodes.ts';
import type { PropertyEntries } from './parse-properties.ts';
import { indexPatches, warnUnused, type PatchedSection } from './patch-index.ts';
import type { PropertyEntry } from './property-file.ts';
import { testsOfPatches, testsOfSources } from './property-tests.ts';
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
  /** Packages whose hooks are parsed too. */
  readonly hooksOf: Iterable<Package>;
  /** Names of models that are parsed apart from these parts. */
  readonly modelsElsewhere?: readonly string[];
}

/** Nodes in the order of the files that they are made from. */
export interface NodesOfFiles {
  /** Of files of code; behind them, snapshots of property files. */
  readonly ofFiles: readonly GraphNode[];
  /** Generic tests of what property files describe. */
  readonly tests: readonly GraphNode[];
}

/** What the parts say. */
export interface ParsedParts extends NodesOfFiles {
  /** Hooks of dbt_project.yml. */
  readonly operations: readonly GraphNode[];
  /** Sources, their tests, and what else property files define. */
  readonly defined: readonly GraphNode[];
  readonly macros: readonly MacroNode[];
  readonly groups: readonly GroupNode[];
}

/** Makes the nodes of files and property entries; faults are gathered in the session. */
export function parseParts(session: ParseSession, parts: ProjectParts): ParsedParts {
  const { files, properties } = parts;
  const patches = indexPatches(properties.patches, session);
  const found = fileNodes(session, files, patches);
  const operations = [...parts.hooksOf].flatMap((pkg) =>
    readingFor(session, null, () => operationNodes(session, pkg)),
  );
  const sources = properties
    .of('sources')
    .flatMap((entry) => made(session, entry, () => sourceNodes(session, entry)) ?? []);
  const tests = testsOfPatches(session, properties, patches, found.byPatch);
  const defined: GraphNode[] = [
    ...testsOfSources(session, properties, sources),
    ...sources.map((source) => source.node),
    ...definedNodes(session, properties, files),
  ];
  const macros = patchMacros(session, parts.macros, patches);
  const names = (section: PatchedSection): readonly string[] => [
    ...found.names(section, macros),
    ...(section === 'models' ? (parts.modelsElsewhere ?? []) : []),
  ];
  warnUnused(patches, names, session);
  const groups = groupNodes(session, properties);
  return { ofFiles: found.nodes, operations, tests, defined, macros, groups };
}

/** All nodes in the order of the manifest. */
export function allNodes({ ofFiles, operations, tests, defined }: ParsedParts): readonly GraphNode[] {
  return [...ofFiles, ...operations, ...tests, ...defined];
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
