import type { Json, JsonObject } from '../../config/json.ts';
import type { GraphNode } from '../../graph/node.ts';
import { decodeNode } from '../cache/encode-node.ts';
import { placesOf } from '../cache/node-places.ts';
import type { LibraryMacro } from '../macro-library.ts';
import { parseParts, type NodesOfFiles, type ParsedParts } from '../parse-parts.ts';
import { propertyEntries, readPropertyFiles } from '../parse-properties.ts';
import { fileStem, type ProjectFile } from '../project-file.ts';
import type { PropertyFile } from '../property-file.ts';
import type { ParseSession } from '../session.ts';
import type { SourceFile } from '../source-file.ts';
import type { ShardContent, ShardNodes, ShardOnItsWay } from './shard.ts';

/** A project whose shards are on their way. */
export interface ShardedProject {
  /** Every file that was found; what shards say of files are places in this list. */
  readonly found: readonly ProjectFile[];
  /** The files that could be read. */
  readonly files: readonly SourceFile[];
  readonly macros: readonly LibraryMacro[];
  readonly shards: readonly ShardOnItsWay[];
}

/** What the files of a project say, with the documents of its property files. */
export interface ParsedFiles extends ParsedParts {
  readonly documents: ReadonlyMap<ProjectFile, JsonObject>;
}

/**
 * Parses what no shard took, and puts all together in the order of the files. Null where a shard and the rest may
 * describe the same, and where a thread failed: the project is then to be parsed in one piece, with a new session.
 */
export async function parseBesideShards(
  session: ParseSession,
  { found, files, macros, shards }: ShardedProject,
): Promise<ParsedFiles | null> {
  const asked = new Set(shards.flatMap((shard) => shard.properties).flatMap((index) => found[index] ?? []));
  const own = readPropertyFiles(
    session,
    files.filter(({ file }) => !asked.has(file)),
  );
  const contents = await all(session, shards, ({ content }) => content);
  if (contents === null) return null;
  const documents = takenDocuments(found, contents);
  const declined = readPropertyFiles(
    session,
    files.filter(({ file }) => asked.has(file) && !documents.has(file)),
  );
  const properties = propertyEntries(session, inOrder(found, [...own, ...declined]));
  const models = new Set(
    contents.flatMap((content) => content.models).flatMap((index) => found[index] ?? []),
  );
  const modelsElsewhere = [...models].map(fileStem);
  if (mayDescribe(new Set(modelsElsewhere), [...properties.documents.values()])) return null;
  const parsed = parseParts(session, {
    files: files.filter(({ file }) => !documents.has(file) && !models.has(file)),
    properties,
    macros,
    hooksOf: session.project.packages.values(),
    modelsElsewhere,
  });
  const results = (await all(session, shards, ({ nodes }) => nodes))?.flat();
  if (results === undefined) return null;
  for (const result of results) takeFindings(session, found, result);
  return {
    ...parsed,
    ...inFileOrder(found, parsed, results, session.createdAt),
    documents: new Map([...properties.documents, ...documents]),
  };
}

/** What all shards give; null, with a note for whoever looks for it, where one failed. */
async function all<T>(
  session: ParseSession,
  shards: readonly ShardOnItsWay[],
  what: (shard: ShardOnItsWay) => Promise<T>,
): Promise<readonly T[] | null> {
  try {
    return await Promise.all(shards.map(what));
  } catch (thrown) {
    const text = `A thread that parsed a part of the project failed, it is parsed in one piece: ${String(thrown)}`;
    session.onMessage({ kind: 'log', text, toInfo: false });
    return null;
  }
}

/** Property files as they stand in the project. */
function inOrder(found: readonly ProjectFile[], files: readonly PropertyFile[]): readonly PropertyFile[] {
  const byFile = new Map(files.map((read) => [read.file, read]));
  return found.flatMap((file) => byFile.get(file) ?? []);
}

function takenDocuments(
  found: readonly ProjectFile[],
  contents: readonly ShardContent[],
): ReadonlyMap<ProjectFile, JsonObject> {
  const documents = new Map<ProjectFile, JsonObject>();
  for (const [index, text] of contents.flatMap((content) => content.documents)) {
    const file = found[index];
    if (file !== undefined) documents.set(file, JSON.parse(text) as JsonObject);
  }
  return documents;
}

/**
 * Whether other property files may describe one of the models too, which is an error that only a look at all of them
 * tells. Files of versions may have any name that stands in their entry.
 */
function mayDescribe(models: ReadonlySet<string>, documents: readonly JsonObject[]): boolean {
  const namesIn = (value: Json | undefined): readonly string[] => {
    if (typeof value === 'string') return [value];
    if (value === null || typeof value !== 'object') return [];
    return Object.values(value).flatMap(namesIn);
  };
  return documents
    .flatMap((document) => (Array.isArray(document['models']) ? (document['models'] as readonly Json[]) : []))
    .some((entry) => {
      const { name, versions } = (entry ?? {}) as { readonly name?: Json; readonly versions?: Json };
      if (models.has(String(name)) || namesIn(versions).some((text) => models.has(text))) return true;
      return Array.isArray(versions) && [...models].some((model) => model.startsWith(`${String(name)}_v`));
    });
}

function takeFindings(session: ParseSession, found: readonly ProjectFile[], result: ShardNodes): void {
  session.errors.push(...result.errors);
  session.warnings.push(...result.warnings);
  for (const message of result.messages) session.onMessage(message);
  for (const [index, reads] of result.reads) {
    const file = found[index];
    if (file !== undefined) session.reads.set(file, new Map(reads));
  }
}

/** Each file is of one shard or of none, so the order within a file is as it was. */
function inFileOrder(
  found: readonly ProjectFile[],
  own: NodesOfFiles,
  results: readonly ShardNodes[],
  createdAt: number,
): NodesOfFiles {
  const places = placesOf(found);
  const merged = (
    nodes: readonly GraphNode[],
    texts: readonly string[],
    positionOf: (file: number) => number,
  ): readonly GraphNode[] =>
    [...nodes, ...texts.map((text) => decodeNode(text, createdAt))]
      .map((node) => ({ node, position: positionOf(places(node).file) }))
      .sort((a, b) => a.position - b.position)
      .map(({ node }) => node);
  // Snapshots of property files stand behind the nodes that have files of their own.
  const afterFiles = (file: number): number => (found[file]?.kind === 'properties' ? found.length : file);
  const models = results.flatMap((result) => result.models);
  const tests = results.flatMap((result) => result.tests);
  return {
    ofFiles: merged(own.ofFiles, models, afterFiles),
    tests: merged(own.tests, tests, (file) => file),
  };
}
