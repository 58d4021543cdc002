import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '../../config/json.ts';
import type { ProjectError } from '../../errors/project-error.ts';
import type { DocNode, GroupNode, MacroNode } from '../../graph/node.ts';
import type { Read } from '../read-log.ts';
import type { FileStamp } from './file-stamps.ts';
import { bytesOfNumbers, numbersOfBytes } from '../../util/number-bytes.ts';
import { newInvocationId } from '../../util/uuid.ts';
import { decodeHeads } from './node-heads.ts';
import { NodeTable } from './node-table.ts';
import { openSectionFile, writeSectionFile, type SectionFile } from './section-file.ts';
import { StoredNodes } from './stored-nodes.ts';

/** What was read for the nodes of a file (its index, -1 for the hooks of dbt_project.yml), and a hash of its value. */
export type StoredRead = readonly [file: number, read: Read, value: string];

/** What is looked at at every start. */
export interface ProjectState {
  /** Differs from any other writing. */
  readonly id: string;
  /** Files that hold the texts of nodes, by name. */
  readonly layers: readonly string[];
  /** Every file of the project, by `fileKey`. */
  readonly files: readonly string[];
  readonly stamps: readonly FileStamp[];
  readonly reads: readonly StoredRead[];
  readonly warnings: readonly ProjectError[];
  /** What rules advise of the project. */
  readonly advice: readonly ProjectError[];
  /** A model has a deprecation date, so that warnings depend on the day. */
  readonly isDated: boolean;
  /** Whether the graph is known to have no cycle. */
  readonly isAcyclic: boolean;
  /** Indexes of files with disabled nodes. */
  readonly disabledFiles: readonly number[];
  /** unique ids of models that unit tests and semantic models are bound to. */
  readonly bound: readonly string[];
}

/** What is seldom looked at. */
export interface ProjectRest {
  readonly macros: readonly MacroNode[];
  readonly docs: readonly DocNode[];
  readonly groups: readonly GroupNode[];
  /** Disabled nodes by unique id: each as `encodeNode` gives it, with its time of creation. */
  readonly disabled: readonly (readonly [string, readonly (readonly [string, number])[]])[];
}

/** Sections of a stored project that are taken over as they stand where nothing of them changed. */
export type RawSection = 'ids' | 'heads' | 'parents' | 'rest' | 'documents';

/** A parsed and linked project as it stands in a cache, read piece by piece. */
export interface StoredProject {
  readonly state: ProjectState;
  readonly nodes: StoredNodes;
  /** Positions of each node's parents. */
  parents(): readonly (readonly number[])[];
  rest(): ProjectRest;
  /** The document of a property file, by the file's index, as JSON; empty for any other file. */
  documentText(file: number): string;
  /** A section as it stands in the file. */
  raw(section: RawSection): Buffer;
  close(): void;
}

/** The document of a property file; null for any other file. */
export function storedDocument(stored: Pick<StoredProject, 'documentText'>, file: number): JsonObject | null {
  const text = stored.documentText(file);
  return text === '' ? null : (JSON.parse(text) as JsonObject);
}

/** Reads a stored project; null when there is none. Throws DamagedFile or the system's error. */
export function readStoredProject(file: string): StoredProject | null {
  const sections = openSectionFile(file);
  if (sections === null) return null;
  const opened = [sections];
  try {
    const state = JSON.parse(sections.read('state').toString('utf8')) as ProjectState;
    const layers = state.layers.map((name): SectionFile => {
      const layer = openSectionFile(path.join(path.dirname(file), name));
      if (layer === null) throw new Error(`${name} is not there`);
      opened.push(layer);
      return layer;
    });
    return storedProject(state, sections, layers);
  } catch (thrown) {
    opened.forEach((each) => each.close());
    throw thrown;
  }
}

function storedProject(
  state: ProjectState,
  sections: SectionFile,
  layers: readonly SectionFile[],
): StoredProject {
  const text = (name: RawSection): string => sections.read(name).toString('utf8');
  const ids = text('ids');
  const table = new NodeTable(ids === '' ? [] : ids.split('\n'), numbersOfBytes(sections.read('numbers')));
  let documents: readonly string[] | undefined;
  return {
    state,
    nodes: new StoredNodes({
      table,
      layers: layers.map((layer) => ({ slice: (start, end) => layer.slice('texts', start, end) })),
      heads: () => decodeHeads(text('heads'), table.ids),
    }),
    parents: () => JSON.parse(text('parents')) as readonly (readonly number[])[],
    rest: () => JSON.parse(text('rest')) as ProjectRest,
    documentText(index) {
      documents ??= text('documents').split('\n');
      return documents[index] ?? '';
    },
    raw: (section) => sections.read(section),
    close: () => [sections, ...layers].forEach((each) => each.close()),
  };
}

/** A project to write: texts of nodes that are new, and sections, each made when its turn comes. */
export interface ProjectToWrite {
  readonly state: Omit<ProjectState, 'layers'>;
  /** Layers of texts that stay. */
  readonly layers: readonly string[];
  /** The next layer; null where there is nothing new. */
  readonly texts: Iterable<string | Buffer> | null;
  /** Complete when the texts were gone through. */
  readonly table: NodeTable;
  readonly sections: Readonly<Record<RawSection, () => string | Buffer>>;
}

/** Writes a project whole or not at all, texts first, in a file beside it. Throws the system's error. */
export function writeStoredProject(file: string, written: ProjectToWrite): void {
  const { texts, table, sections } = written;
  const layers = [...written.layers];
  if (texts !== null) {
    const name = `${layerPrefix(file)}${newInvocationId()}.bin`;
    writeSectionFile(path.join(path.dirname(file), name), { texts });
    layers.push(name);
  }
  const state: ProjectState = { ...written.state, layers };
  writeSectionFile(file, {
    state: [JSON.stringify(state)],
    numbers: [bytesOfNumbers(table.numbers)],
    ids: [sections.ids()],
    heads: [sections.heads()],
    parents: [sections.parents()],
    rest: [sections.rest()],
    documents: [sections.documents()],
  });
  removeUnnamed(file, layers);
}

/** Removes a stored project with all its layers. */
export function removeStoredProject(file: string): void {
  for (const layer of layersOf(file)) rmSync(layer, { force: true });
  rmSync(file, { force: true });
}

/** Milliseconds within which a layer without a project may be of one that another process is about to write. */
const BEING_WRITTEN = 60_000;

/** Removes the layers that a stored project does not name and nobody can be about to name. */
function removeUnnamed(file: string, named: readonly string[]): void {
  for (const layer of layersOf(file)) {
    if (!named.includes(path.basename(layer)) && !isBeingWritten(layer)) rmSync(layer, { force: true });
  }
}

/** Removes the layers in a folder that no project there can name: it was removed, or never written. */
export function removeOrphans(folder: string, files: readonly string[]): void {
  const prefixes = files.map((file) => layerPrefix(file));
  for (const name of readdirSync(folder)) {
    const layer = path.join(folder, name);
    const isOrphan = name.startsWith('texts-') && !prefixes.some((prefix) => name.startsWith(prefix));
    if (isOrphan && !isBeingWritten(layer)) rmSync(layer, { force: true });
  }
}

/** A time in the future says as little of now as one long ago. */
function isBeingWritten(layer: string): boolean {
  const stat = statSync(layer, { throwIfNoEntry: false });
  return stat !== undefined && Math.abs(Date.now() - stat.mtimeMs) < BEING_WRITTEN;
}

function layersOf(file: string): readonly string[] {
  const folder = path.dirname(file);
  return readdirSync(folder)
    .filter((name) => name.startsWith(layerPrefix(file)))
    .map((name) => path.join(folder, name));
}

/** `texts-KEY-` for `project-KEY.bin`. */
const layerPrefix = (file: string): string => `${path.basename(file, '.bin').replace('project', 'texts')}-`;
