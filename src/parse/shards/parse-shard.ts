import type { Json, JsonObject } from '../../config/json.ts';
import type { Project } from '../../config/project.ts';
import type { ProjectError } from '../../errors/project-error.ts';
import { encodeNode } from '../cache/encode-node.ts';
import { lazyLibraries } from '../lazy-libraries.ts';
import { createSession } from '../parse-project.ts';
import { parseParts } from '../parse-parts.ts';
import { propertyEntries } from '../parse-properties.ts';
import { fileStem, type ProjectFile } from '../project-file.ts';
import { readPropertyFile, type PropertyFile } from '../property-file.ts';
import type { ParseMessage } from '../session.ts';
import { readFiles } from '../source-file.ts';
import type { ShardContent, ShardNodes, ShardRequest } from './shard.ts';

/** Keys of a property file whose resources concern nobody outside the shard. */
const OWN_KEYS: ReadonlySet<string> = new Set(['version', 'models']);

/** What of a shard is taken, as told to others, and to go on with. */
export interface TakenShard {
  readonly content: ShardContent;
  readonly taken: readonly TakenFile[];
}

/** A property file of a shard and the indexes of the models that it describes. */
interface TakenFile {
  readonly index: number;
  readonly properties: PropertyFile;
  readonly models: readonly number[];
}

/**
 * Reads the property files of a shard and takes those that are without a fault and describe nothing but models that are
 * there, each once and without versions.
 */
export function takeShard({ files, properties }: Pick<ShardRequest, 'files' | 'properties'>): TakenShard {
  const byName = modelsByName(files);
  const described = new Set<number>();
  const taken = properties.flatMap((index): readonly TakenFile[] => {
    const read = soundPropertyFile(files[index]);
    const models = read === null ? null : describedModels(read, byName);
    if (read === null || models === null || models.some((model) => described.has(model))) return [];
    models.forEach((model) => described.add(model));
    return [{ index, properties: read, models }];
  });
  const documents = taken.map((file) => [file.index, JSON.stringify(file.properties.document)] as const);
  return { content: { documents, models: [...described] }, taken };
}

/** Parses what was taken, one property file after the other, so that little of it is held at a time. */
export function* parseShard(
  project: Project,
  files: readonly ProjectFile[],
  { taken }: TakenShard,
): Generator<ShardNodes> {
  const libraries = lazyLibraries(project, files);
  const indexes = new Map<ProjectFile | null, number>(files.map((file, index) => [file, index]));
  for (const { properties, models } of taken) {
    const messages: ParseMessage[] = [];
    const session = createSession(project, libraries, (message) => messages.push(message));
    const sources = readFiles(models.flatMap((index) => files[index] ?? []));
    session.errors.push(...sources.errors);
    const parsed = parseParts(session, {
      files: sources.files,
      properties: propertyEntries(session, [properties]),
      macros: [],
      hooksOf: [],
    });
    yield {
      models: parsed.ofFiles.map(encodeNode),
      tests: parsed.tests.map(encodeNode),
      errors: session.errors,
      warnings: session.warnings,
      messages,
      reads: [...session.reads].flatMap(([file, reads]) => {
        const index = indexes.get(file);
        return index === undefined ? [] : [[index, [...reads]] as const];
      }),
    };
  }
}

/** Null for a file that cannot be read, is empty, or about which there is something to say. */
function soundPropertyFile(file: ProjectFile | undefined): PropertyFile | null {
  const [source] = file === undefined ? [] : readFiles([file]).files;
  if (source === undefined) return null;
  const gathering = { errors: [] as ProjectError[], warnings: [] as ProjectError[] };
  const read = readPropertyFile(source.file, source.text, gathering);
  if (read === undefined || gathering.errors.length + gathering.warnings.length > 0) return null;
  return read;
}

/** The models that a property file describes; null where it says more than that. */
function describedModels(
  { file, document }: PropertyFile,
  byName: ReadonlyMap<string, number>,
): readonly number[] | null {
  if (Object.keys(document).some((key) => !OWN_KEYS.has(key))) return null;
  const list: Json = document['models'] ?? null;
  if (!Array.isArray(list)) return null;
  const found = (list as readonly Json[]).map((entry) => {
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) return undefined;
    const { name, versions } = entry as JsonObject;
    return typeof name === 'string' && versions === undefined
      ? byName.get(`${file.packageName}.${name}`)
      : undefined;
  });
  const models = found.filter((index) => index !== undefined);
  return models.length === found.length && new Set(models).size === models.length ? models : null;
}

/** Indexes of SQL models by package and name; a name that two files have is left out. */
function modelsByName(files: readonly ProjectFile[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const shared = new Set<string>();
  for (const [index, file] of files.entries()) {
    if (file.kind !== 'model' && file.kind !== 'python-model') continue;
    const name = `${file.packageName}.${fileStem(file)}`;
    if (found.has(name) || file.kind !== 'model') shared.add(name);
    found.set(name, index);
  }
  shared.forEach((name) => found.delete(name));
  return found;
}
