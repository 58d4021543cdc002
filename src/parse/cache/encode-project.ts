import type { JsonObject } from '../../config/json.ts';
import type { Project } from '../../config/project.ts';
import type { ProjectError } from '../../errors/project-error.ts';
import { findCycle } from '../../graph/dag.ts';
import type { Manifest } from '../../graph/manifest.ts';
import { headOf } from '../../graph/node-head.ts';
import { isSemantic, parentIds } from '../../graph/node-kinds.ts';
import type { GraphNode } from '../../graph/node.ts';
import type { ParsedProject } from '../parse-project.ts';
import type { ProjectFile } from '../project-file.ts';
import type { Reads } from '../read-log.ts';
import { encodeNode } from './encode-node.ts';
import { restamp, stampOf, type FileStamp, type FileStats } from './file-stamps.ts';
import { encodeHeads } from './node-heads.ts';
import { placesOf } from './node-places.ts';
import { NodeTable, type NodePlace } from './node-table.ts';
import type { PatchedProject } from './patch-project.ts';
import { layersToWrite } from './patched-nodes.ts';
import { fileKey, storedValue } from './project-changes.ts';
import type { ProjectRest, ProjectToWrite, StoredProject, StoredRead } from './stored-project.ts';

/** What a whole parse gives to the cache. */
export interface WholeProject {
  readonly id: string;
  readonly project: Project;
  readonly files: readonly ProjectFile[];
  readonly stats: FileStats;
  readonly parsed: ParsedProject;
  readonly manifest: Manifest;
  readonly warnings: readonly ProjectError[];
  readonly advice: readonly ProjectError[];
}

/** A project as it is stored after a whole parse. Throws where a file was there to be found and not to be read. */
export function encodeProject(whole: WholeProject): ProjectToWrite {
  const { project, files, stats, parsed, manifest } = whole;
  const places = placesOf(files);
  const nodes = [...manifest.nodes.values()];
  const disabled = [...manifest.disabled];
  const texts = new Map(parsed.files.map(({ file, text }) => [file, text]));
  const table = new NodeTable([...manifest.nodes.keys()]);
  return {
    state: {
      id: whole.id,
      files: files.map(fileKey),
      stamps: files.map((file) => soundStamp(stampOf(file, texts.get(file) ?? '', stats), file)),
      reads: storedReads(project, files, parsed.reads),
      warnings: whole.warnings,
      advice: whole.advice,
      isAcyclic: findCycle(manifest.parents) === null,
      isDated: nodes.some(isDated),
      disabledFiles: [...new Set(disabled.flatMap(([, list]) => list.map((node) => places(node).file)))],
      bound: nodes.filter(isBound).flatMap(parentIds),
    },
    layers: [],
    table,
    texts: wholeTexts(nodes, table, places),
    sections: {
      ids: () => table.ids.join('\n'),
      heads: () => encodeHeads(nodes.map(headOf)),
      parents: () => parentPositions(manifest.parents, table.ids),
      rest: () => JSON.stringify(restOf(manifest)),
      documents: () => documentsOf(parsed, files),
    },
  };
}

/** Texts of all nodes, which are noted in the table meanwhile. */
function* wholeTexts(
  nodes: readonly GraphNode[],
  table: NodeTable,
  places: (node: GraphNode) => NodePlace,
): Generator<string> {
  let end = 0;
  for (const [position, node] of nodes.entries()) {
    const text = encodeNode(node);
    const start = end;
    end += Buffer.byteLength(text);
    table.set(position, node, places(node), { layer: 0, start, end });
    yield text;
  }
}

function restOf(manifest: Manifest): ProjectRest {
  return {
    macros: [...manifest.macros.values()],
    docs: [...manifest.docs.values()],
    groups: [...manifest.groups.values()],
    disabled: [...manifest.disabled].map(([id, list]) => [
      id,
      list.map((node) => [encodeNode(node), node.createdAt] as const),
    ]),
  };
}

function documentsOf(parsed: ParsedProject, files: readonly ProjectFile[]): string {
  return files
    .map((file) => {
      const document = parsed.documents.get(file);
      return document === undefined ? '' : JSON.stringify(document);
    })
    .join('\n');
}

/** What a patch gives to the cache; null for `patched` where only stamps are new. */
export interface PatchToStore {
  readonly id: string;
  readonly stored: StoredProject;
  readonly project: Project;
  readonly files: readonly ProjectFile[];
  readonly stats: FileStats;
  readonly advice: readonly ProjectError[];
  readonly patched: PatchedProject | null;
}

/** A stored project as it is stored after a patch. */
export function encodePatch({
  id,
  stored,
  project,
  files,
  stats,
  advice,
  patched,
}: PatchToStore): ProjectToWrite {
  const { state } = stored;
  const stamps = files.map((file, index): FileStamp => {
    const before = state.stamps[index];
    const text = patched?.texts.get(file);
    if (before !== undefined && text === undefined) return restamp(file, before, stats);
    return soundStamp(stampOf(file, text ?? '', stats), file);
  });
  if (patched === null) {
    return {
      state: { ...state, id, stamps },
      layers: state.layers,
      texts: null,
      table: stored.nodes.table,
      sections: sameSections(stored),
    };
  }
  return {
    state: {
      ...state,
      id,
      stamps,
      advice,
      isAcyclic: patched.isAcyclic,
      reads: patchedReads(state.reads, project, files, patched),
    },
    ...layersToWrite(state.layers, patched.nodes, stored.nodes),
    sections: patchedSections(stored, patched, files),
  };
}

function sameSections(stored: StoredProject): ProjectToWrite['sections'] {
  return {
    ids: () => stored.raw('ids'),
    heads: () => stored.raw('heads'),
    parents: () => stored.raw('parents'),
    rest: () => stored.raw('rest'),
    documents: () => stored.raw('documents'),
  };
}

/** Sections are encoded anew only where the patch changes what they say. */
function patchedSections(
  stored: StoredProject,
  patched: PatchedProject,
  files: readonly ProjectFile[],
): ProjectToWrite['sections'] {
  const same = sameSections(stored);
  const { nodes, documents } = patched;
  const { ids } = nodes.table;
  return {
    ids: patched.isReordered ? () => ids.join('\n') : same.ids,
    heads: patched.keepsHeads ? same.heads : () => encodeHeads(nodes.sections.heads()),
    parents: patched.keepsParents ? same.parents : () => parentPositions(patched.parents(), ids),
    rest: same.rest,
    documents:
      documents.size === 0
        ? same.documents
        : () => files.map((_, index) => documentText(stored, documents.get(index), index)).join('\n'),
  };
}

function documentText(stored: StoredProject, now: JsonObject | undefined, index: number): string {
  return now === undefined ? stored.documentText(index) : JSON.stringify(now);
}

/** A stamp that can be relied on. Throws where there is none: what was parsed is not what stands there now. */
function soundStamp(stamp: FileStamp | null, file: ProjectFile): FileStamp {
  if (stamp === null) throw new Error(`${file.displayPath} went away`);
  return stamp;
}

function storedReads(
  project: Project,
  files: readonly ProjectFile[],
  reads: ReadonlyMap<ProjectFile | null, Reads>,
): readonly StoredRead[] {
  const indexOf = indexIn(files);
  return [...reads].flatMap(([file, log]) =>
    [...log.values()].map((read): StoredRead => [indexOf(file), read, storedValue(project, read)]),
  );
}

/** Reads of files that were parsed again in the place of those they had; of an entry that was not they stay. */
function patchedReads(
  before: readonly StoredRead[],
  project: Project,
  files: readonly ProjectFile[],
  { reads, partlyRead }: PatchedProject,
): readonly StoredRead[] {
  const fresh = storedReads(project, files, reads);
  const known = new Set(fresh.map(([file, read]) => JSON.stringify([file, read])));
  const read = new Set([...reads.keys()].map(indexIn(files)));
  const stay = before.filter(([file, each]) =>
    partlyRead.has(file) ? !known.has(JSON.stringify([file, each])) : !read.has(file),
  );
  return [...stay, ...fresh];
}

/** Finds the index of a file; -1 for dbt_project.yml, which stands as null. */
function indexIn(files: readonly ProjectFile[]): (file: ProjectFile | null) => number {
  const indexes = new Map<ProjectFile | null, number>(files.map((file, index) => [file, index]));
  return (file) => indexes.get(file) ?? -1;
}

function parentPositions(parents: Manifest['parents'], ids: readonly string[]): string {
  const positions = new Map(ids.map((id, position) => [id, position]));
  return JSON.stringify(
    ids.map((id) =>
      (parents.get(id) ?? []).map((parent) => {
        const position = positions.get(parent);
        if (position === undefined) throw new Error(`${id} depends on ${parent}, which is no node`);
        return position;
      }),
    ),
  );
}

function isDated(node: GraphNode): boolean {
  return node.resourceType === 'model' && node.deprecationDate !== null;
}

/** Nodes that take more of what they depend on than its name. */
function isBound(node: GraphNode): boolean {
  return node.resourceType === 'unit_test' || isSemantic(node);
}
