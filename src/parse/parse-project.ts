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
import { parseBesideShards, type ParsedFiles, type ShardedProject } from './shards/parse-beside-shards.ts';
import type { ShardThreads } from './shards/shard.ts';
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
    const { files, errors: unreadable } = readFiles(found);
    const macros = parseMacros(project, files, creationTime(project));
    const docs = readDocs(files, project.root.name);
    const newSession = (): ParseSession => {
      const session = createSession(
        project,
        { macros: macros.library, docs: docs.library },
        options.onMessage,
      );
      session.errors.push(...unreadable, ...macros.errors, ...docs.errors);
      return session;
    };
    const { session, parsed } = await parseNodes(newSession, { found, files, macros: macros.all, shards });
    const nodes = allNodes(parsed);
    return {
      draft: {
        metadata: manifestMetadata(project),
        nodes: nodes.filter((node) => node.config['enabled'] !== false),
        disabled: nodes.filter((node) => node.config['enabled'] === false),
        macros: parsed.macros,
        docs: [...docs.library.nodes.values()],
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
  } finally {
    shards.forEach((shard) => shard.stop());
  }
}

/** The nodes of all files and the session that gathered them. */
async function parseNodes(
  newSession: () => ParseSession,
  sharded: ShardedProject,
): Promise<{ readonly session: ParseSession; readonly parsed: ParsedFiles }> {
  const { files, macros, shards } = sharded;
  if (shards.length > 0) {
    const session = newSession();
    const parsed = await parseBesideShards(session, sharded);
    if (parsed !== null) return { session, parsed };
  }
  const session = newSession();
  const properties = propertyEntries(session, readPropertyFiles(session, files));
  const parsed = parseParts(session, {
    files,
    properties,
    macros,
    hooksOf: session.project.packages.values(),
  });
  return { session, parsed: { ...parsed, documents: properties.documents } };
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
