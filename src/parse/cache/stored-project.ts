import type { JsonObject } from '../../config/json.ts';
import type { ProjectError } from '../../errors/project-error.ts';
import type { DocNode, GroupNode, MacroNode } from '../../graph/node.ts';
import type { Read } from '../read-log.ts';
import type { FileStamp } from './file-stamps.ts';
import { openSectionFile, writeSectionFile } from './section-file.ts';
import { StoredNodes } from './stored-nodes.ts';
import { decodeHeads, encodeHeads } from './node-heads.ts';

/** What was read for the nodes of a file (its index, -1 for the hooks of dbt_project.yml), and a hash of its value. */
export type StoredRead = readonly [file: number, read: Read, value: string];

/** What is looked at at every start. */
export interface ProjectState {
  /** Differs from any other writing. */
  readonly id: string;
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

/** A parsed and linked project as it stands in a cache, read piece by piece. */
export interface StoredProject {
  readonly state: ProjectState;
  readonly nodes: StoredNodes;
  /** Positions of each node's parents. */
  parents(): readonly (readonly number[])[];
  rest(): ProjectRest;
  /** The document of a property file, by the file's index, as JSON; empty for any other file. */
  documentText(file: number): string;
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
  const json = (name: string): unknown => JSON.parse(sections.read(name).toString('utf8'));
  const doubles = (name: string): Float64Array => {
    const bytes = sections.read(name);
    return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  };
  const ids = sections.read('ids').toString('utf8');
  const nodeIds = ids === '' ? [] : ids.split('\n');
  let documents: readonly string[] | undefined;
  return {
    state: json('state') as ProjectState,
    nodes: new StoredNodes({
      ids: nodeIds,
      columns: doubles('node-columns'),
      texts: () => sections.read('node-texts'),
      heads: () => decodeHeads(sections.read('node-heads').toString('utf8'), nodeIds),
    }),
    parents: () => json('parents') as readonly (readonly number[])[],
    rest: () => json('rest') as ProjectRest,
    documentText(index) {
      documents ??= sections.read('documents').toString('utf8').split('\n');
      return documents[index] ?? '';
    },
    close: () => sections.close(),
  };
}

/** Writes a project whole or not at all. Throws the system's error. */
export function writeStoredProject(file: string, stored: Omit<StoredProject, 'close'>): void {
  const { state, nodes } = stored;
  const { ids, columns, texts, heads } = nodes.sections;
  const json = (value: unknown): readonly Buffer[] => [Buffer.from(JSON.stringify(value))];
  const documents = state.files.map((_, index) => stored.documentText(index));
  writeSectionFile(file, {
    state: json(state),
    ids: [Buffer.from(ids.join('\n'))],
    'node-columns': [Buffer.from(columns.buffer, columns.byteOffset, columns.byteLength)],
    'node-texts': [texts()],
    'node-heads': [Buffer.from(encodeHeads(heads()))],
    parents: json(stored.parents()),
    rest: json(stored.rest()),
    documents: [Buffer.from(documents.join('\n'))],
  });
}
