import type { JsonObject } from '../config/json.ts';
import type { Project } from '../config/project.ts';
import { projectId } from '../config/load-project.ts';
import { DBT_COMPATIBLE_VERSION } from '../config/dbt-version.ts';
import type { ProjectError } from '../errors/project-error.ts';
import type { ManifestDraft } from '../graph/manifest-draft.ts';
import { toJson } from '../template/values/to-json.ts';
import { discoverProject } from './discover.ts';
import { createDocsLibrary, readDocsFile, type DocsLibrary } from './docs-library.ts';
import type { MacroLibrary } from './macro-library.ts';
import { parseMacros } from './parse-macros.ts';
import { allNodes, parseParts } from './parse-parts.ts';
import { propertyEntries, readPropertyFiles } from './parse-properties.ts';
import type { ProjectFile } from './project-file.ts';
import { projectValues } from './project-values.ts';
import type { Reads } from './read-log.ts';
import type { ParseMessage, ParseSession } from './session.ts';
import { parseBesideShards, type ParsedFiles } from './shards/parse-beside-shards.ts';
import type { ShardOnItsWay, ShardThreads } from './shards/shard.ts';
import { startShards } from './shards/split-project.ts';
import { readFiles, type SourceFile } from './source-file.ts';
import { yamlScopes } from './yaml-scope.ts';

/** A project as read: what linking goes on with, and everything that is wrong with it. */
export interface ParsedProject {
  readonly draft: ManifestDraft;
  readonly errors: readonly ProjectError[];
  readonly warnings: readonly ProjectError[];
  readonly macroLibrary: MacroLibrary;
  /** The files with their texts. */
  readonly files: readonly SourceFile[];
  /** Documents of the property files, by file. */
  readonly documents: ReadonlyMap<ProjectFile, JsonObject>;
  /** What was read while the nodes of a file were made; under null for the hooks of dbt_project.yml. */
  readonly reads: ReadonlyMap<ProjectFile | null, Reads>;
}

/** Who is told of what templates say while they are parsed. */
export interface ParseOptions {
  /** The project's files, where they were found already. */
  readonly files?: readonly ProjectFile[];
  /** What parses shares of a large project beside this thread. */
  readonly threads?: ShardThreads | null;
  /** Told of what `log()` and `print()` say. */
  readonly onMessage?: (message: ParseMessage) => void;
}

/**
 * Reads every file of a project and its packages, a large one with other threads where there are any. All faults are
 * gathered; none stops the rest.
 */
export async function parseProject(project: Project, options: ParseOptions = {}): Promise<ParsedProject> {
  const found = options.files ?? discoverProject(project);
  const shards = startShards(project, found, options.threads ?? null);
  try {
    const sources = readSources(project, found, options.onMessage);
    return parsedProject(sources, (await parseNodesBeside(sources, shards)) ?? parseNodes(sources));
  } finally {
    shards.forEach((shard) => shard.stop());
  }
}

/** As `parseProject`, at once and in this thread alone; nobody hears what templates say. */
export function parseProjectAtOnce(project: Project, found: readonly ProjectFile[]): ParsedProject {
  const sources = readSources(project, found);
  return parsedProject(sources, parseNodes(sources));
}

/** The texts of a project, and what its nodes are parsed with. */
interface Sources {
  readonly project: Project;
  readonly found: readonly ProjectFile[];
  readonly files: readonly SourceFile[];
  readonly macros: ReturnType<typeof parseMacros>;
  readonly docs: DocsLibrary;
  readonly newSession: () => ParseSession;
}

/** The nodes of all files and the session that gathered them. */
interface ParsedNodes {
  readonly session: ParseSession;
  readonly parsed: ParsedFiles;
}

function readSources(
  project: Project,
  found: readonly ProjectFile[],
  onMessage?: (message: ParseMessage) => void,
): Sources {
  const { files, errors: unreadable } = readFiles(found);
  const macros = parseMacros(project, files, creationTime(project));
  const docs = readDocs(files, project.root.name);
  const newSession = (): ParseSession => {
    const session = createSession(project, { macros: macros.library, docs: docs.library }, onMessage);
    session.errors.push(...unreadable, ...macros.errors, ...docs.errors);
    return session;
  };
  return { project, found, files, macros, docs: docs.library, newSession };
}

/** Parses a share in each of the shards; null where there are none, and where one of them failed. */
async function parseNodesBeside(
  sources: Sources,
  shards: readonly ShardOnItsWay[],
): Promise<ParsedNodes | null> {
  if (shards.length === 0) return null;
  const { found, files, macros, newSession } = sources;
  const session = newSession();
  const parsed = await parseBesideShards(session, { found, files, macros: macros.all, shards });
  return parsed && { session, parsed };
}

function parseNodes({ project, files, macros, newSession }: Sources): ParsedNodes {
  const session = newSession();
  const properties = propertyEntries(session, readPropertyFiles(session, files));
  const parts = { files, properties, macros: macros.all, hooksOf: project.packages.values() };
  return { session, parsed: { ...parseParts(session, parts), documents: properties.documents } };
}

function parsedProject(sources: Sources, { session, parsed }: ParsedNodes): ParsedProject {
  const { project, files, macros, docs } = sources;
  const nodes = allNodes(parsed);
  return {
    draft: {
      metadata: manifestMetadata(project),
      nodes: nodes.filter((node) => node.config['enabled'] !== false),
      disabled: nodes.filter((node) => node.config['enabled'] === false),
      macros: parsed.macros,
      docs: [...docs.nodes.values()],
      groups: parsed.groups,
      selectors: {},
    },
    errors: session.errors,
    warnings: session.warnings,
    macroLibrary: macros.library,
    files,
    documents: parsed.documents,
    reads: session.reads,
  };
}

/** A session over a project's macros and docs in which nothing was parsed yet. */
export function createSession(
  project: Project,
  libraries: { readonly macros: MacroLibrary; readonly docs: DocsLibrary },
  onMessage: (message: ParseMessage) => void = () => undefined,
): ParseSession {
  return {
    project,
    ...libraries,
    quoting: { ...project.profile.adapter.defaultQuoting, ...project.root.quoting },
    errors: [],
    warnings: [],
    createdAt: creationTime(project),
    yamlScope: yamlScopes(project),
    hookTemplates: new Map(),
    reads: new Map(),
    onMessage,
  };
}

/** `created_at` of what is parsed in an invocation: seconds since the epoch. */
export function creationTime(project: Project): number {
  return project.startedAt.getTime() / 1000;
}

/** The docs blocks of the files that may hold some. */
export function readDocs(files: readonly SourceFile[], rootPackage: string) {
  const read = files
    .filter(({ file }) => file.kind === 'docs')
    .map(({ file, text }) => readDocsFile(file, text));
  const { library, errors } = createDocsLibrary(
    read.flatMap(({ docs }) => docs),
    rootPackage,
  );
  return { library, errors: [...read.flatMap((each) => each.errors), ...errors] };
}

/** What the manifest of an invocation says of itself. */
export function manifestMetadata(project: Project): ManifestDraft['metadata'] {
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
