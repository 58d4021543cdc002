import type { Project } from '../config/project.ts';
import { projectId } from '../config/load-project.ts';
import { DBT_COMPATIBLE_VERSION } from '../config/dbt-version.ts';
import type { ProjectError } from '../errors/project-error.ts';
import type { ManifestDraft } from '../graph/manifest-draft.ts';
import type { GraphNode, GroupNode } from '../graph/node.ts';
import { toJson } from '../template/values/to-json.ts';
import { createDocsLibrary, readDocsFile } from './docs-library.ts';
import { exposureNode } from './exposure-nodes.ts';
import { fileNodes } from './parse-file-nodes.ts';
import { fixtureFiles } from './fixture-files.ts';
import { groupNode } from './group-nodes.ts';
import { patchMacros } from './macro-patches.ts';
import type { MacroLibrary } from './macro-library.ts';
import { parseMacros } from './parse-macros.ts';
import { readProperties, type PropertyEntries } from './parse-properties.ts';
import { propertyTests } from './property-tests.ts';
import { indexPatches, warnUnused } from './patch-index.ts';
import { projectValues } from './project-values.ts';
import { semanticKinds, semanticNodes } from './semantic-nodes.ts';
import { attempt, type ParseMessage, type ParseSession } from './session.ts';
import { readFiles, type SourceFile } from './source-file.ts';
import { sourceNodes } from './source-nodes.ts';
import { unitTestNode } from './unit-test-nodes.ts';
import { yamlScopes } from './yaml-scope.ts';

/** A project as read: what linking goes on with, and everything that is wrong with it. */
export interface ParsedProject {
  readonly draft: ManifestDraft;
  readonly errors: readonly ProjectError[];
  readonly warnings: readonly ProjectError[];
  readonly macroLibrary: MacroLibrary;
}

/** Who is told of what templates say while they are parsed. */
export interface ParseOptions {
  /** Told of what `log()` and `print()` say. */
  readonly onMessage?: (message: ParseMessage) => void;
}

/** Reads every file of a project and its packages. All faults are gathered; none stops the rest. */
export function parseProject(project: Project, options: ParseOptions = {}): ParsedProject {
  const createdAt = project.startedAt.getTime() / 1000;
  const { files, errors: unreadable } = readFiles(project);
  const macros = parseMacros(project, files, createdAt);
  const docs = readDocs(files, project.root.name);
  const session: ParseSession = {
    project,
    macros: macros.library,
    docs: docs.library,
    quoting: { ...project.profile.adapter.defaultQuoting, ...project.root.quoting },
    errors: [...unreadable, ...macros.errors, ...docs.errors],
    warnings: [],
    createdAt,
    yamlScope: yamlScopes(project),
    hookTemplates: new Map(),
    onMessage: options.onMessage ?? (() => undefined),
  };
  const properties = readProperties(session, files);
  const patches = indexPatches(properties.patches, session);
  const found = fileNodes(session, files, patches);
  const sources = properties
    .of('sources')
    .flatMap((entry) => attempt(session, () => sourceNodes(session, entry)) ?? []);
  const nodes: GraphNode[] = [
    ...found.nodes,
    ...propertyTests(session, patches, found.byPatch, sources),
    ...sources.map((source) => source.node),
    ...definedNodes(session, properties, files),
  ];
  const macroNodes = patchMacros(session, macros.all, patches);
  warnUnused(patches, (section) => found.names(section, macroNodes), session);
  return {
    draft: {
      metadata: metadataOf(project),
      nodes: nodes.filter((node) => node.config['enabled'] !== false),
      disabled: nodes.filter((node) => node.config['enabled'] === false),
      macros: macroNodes,
      docs: [...docs.library.nodes.values()],
      groups: groupNodes(session, properties),
      selectors: {},
    },
    errors: session.errors,
    warnings: session.warnings,
    macroLibrary: macros.library,
  };
}

function readDocs(files: readonly SourceFile[], rootPackage: string) {
  const read = files
    .filter(({ file }) => file.kind === 'docs')
    .map(({ file, text }) => readDocsFile(file, text));
  const { library, errors } = createDocsLibrary(
    read.flatMap(({ docs }) => docs),
    rootPackage,
  );
  return { library, errors: [...read.flatMap((each) => each.errors), ...errors] };
}

/** Resources that property files define, other than sources and groups. */
function definedNodes(
  session: ParseSession,
  properties: PropertyEntries,
  files: readonly SourceFile[],
): readonly GraphNode[] {
  const fixtures = fixtureFiles(files, session.project.root.name);
  const made: (GraphNode | undefined)[] = [
    ...properties.of('exposures').map((entry) => attempt(session, () => exposureNode(session, entry))),
    ...properties
      .of('unit_tests')
      .map((entry) => attempt(session, () => unitTestNode(session, entry, fixtures))),
    ...semanticKinds.flatMap((kind) =>
      properties
        .of(kind.key)
        .flatMap((entry) => attempt(session, () => semanticNodes(session, entry, kind)) ?? []),
    ),
  ];
  return made.filter((node) => node !== undefined);
}

function groupNodes(session: ParseSession, properties: PropertyEntries): readonly GroupNode[] {
  return properties.of('groups').flatMap((entry) => attempt(session, () => groupNode(session, entry)) ?? []);
}

function metadataOf(project: Project): ManifestDraft['metadata'] {
  const { profile, root } = project;
  const env = projectValues(project).lookup('dbt_metadata_envs') ?? null;
  return {
    projectName: root.name,
    projectId: projectId(root.name),
    adapterType: profile.adapter.name,
    generatedAt: new Date().toISOString(),
    invocationId: project.invocationId,
    invocationStartedAt: project.startedAt.toISOString(),
    dbtVersion: DBT_COMPATIBLE_VERSION,
    env: toJson(env) as Record<string, string>,
    quoting: { ...profile.adapter.defaultQuoting, ...root.quoting },
  };
}
