import type { JsonObject } from '../../config/json.ts';
import type { Project } from '../../config/project.ts';
import type { ProjectError } from '../../errors/project-error.ts';
import { findCycle } from '../../graph/dag.ts';
import type { Manifest } from '../../graph/manifest.ts';
import { isSemantic, parentIds } from '../../graph/node-kinds.ts';
import type { GraphNode } from '../../graph/node.ts';
import type { ParsedProject } from '../parse-project.ts';
import type { ProjectFile } from '../project-file.ts';
import type { Reads } from '../read-log.ts';
import { encodeNode } from './encode-node.ts';
import { restamp, stampOf, type FileStamp, type FileStats } from './file-stamps.ts';
import { placesOf } from './node-places.ts';
import type { PatchedProject } from './patch-project.ts';
import { fileKey, storedValue } from './project-changes.ts';
import { storeNodes } from './stored-nodes.ts';
import type { ProjectState, StoredProject, StoredRead } from './stored-project.ts';

/** What is written of a project. */
type Written = Omit<StoredProject, 'close'>;

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
export function encodeProject(whole: WholeProject): Written {
  const { project, files, stats, parsed, manifest } = whole;
  const places = placesOf(files);
  const nodes = storeNodes(
    [...manifest.nodes.values()].map((node) => ({ node, place: places(node) })),
    null,
  );
  const disabled = [...manifest.disabled];
  const texts = new Map(parsed.files.map(({ file, text }) => [file, text]));
  const state: ProjectState = {
    id: whole.id,
    files: files.map(fileKey),
    stamps: files.map((file) => soundStamp(stampOf(file, texts.get(file) ?? '', stats), file)),
    reads: storedReads(project, files, parsed.reads),
    warnings: whole.warnings,
    advice: whole.advice,
    isAcyclic: findCycle(manifest.parents) === null,
    isDated: [...manifest.nodes.values()].some(isDated),
    disabledFiles: [...new Set(disabled.flatMap(([, list]) => list.map((node) => places(node).file)))],
    bound: [...manifest.nodes.values()].filter(isBound).flatMap(parentIds),
  };
  const positions = new Map(nodes.sections.ids.map((id, position) => [id, position]));
  const indexOf = indexIn(files);
  const documents = new Map(
    [...parsed.documents].map(([file, document]) => [indexOf(file), JSON.stringify(document)]),
  );
  return {
    state,
    nodes,
    parents: () => parentPositions(manifest.parents, positions),
    rest: () => ({
      macros: [...manifest.macros.values()],
      docs: [...manifest.docs.values()],
      groups: [...manifest.groups.values()],
      disabled: disabled.map(([id, list]) => [
        id,
        list.map((node) => [encodeNode(node), node.createdAt] as const),
      ]),
    }),
    documentText: (index) => documents.get(index) ?? '',
  };
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
export function encodePatch({ id, stored, project, files, stats, advice, patched }: PatchToStore): Written {
  const { state } = stored;
  const stamps = files.map((file, index): FileStamp => {
    const before = state.stamps[index];
    const text = patched?.texts.get(file);
    if (before !== undefined && text === undefined) return restamp(file, before, stats);
    return soundStamp(stampOf(file, text ?? '', stats), file);
  });
  if (patched === null) return { ...stored, state: { ...state, id, stamps } };
  const { nodes, documents } = patched;
  const positions = new Map(nodes.sections.ids.map((each, position) => [each, position]));
  const read = new Set([...patched.reads.keys()].map(indexIn(files)));
  const fresh = storedReads(project, files, patched.reads);
  return {
    state: {
      ...state,
      id,
      stamps,
      advice,
      isAcyclic: (state.isAcyclic && patched.keepsParents) || findCycle(patched.parents) === null,
      reads: [...state.reads.filter(([file]) => !read.has(file)), ...fresh],
    },
    nodes,
    parents: () => parentPositions(patched.parents, positions),
    rest: () => stored.rest(),
    documentText: (index) => json(documents.get(index)) ?? stored.documentText(index),
  };
}

const json = (document: JsonObject | undefined): string | undefined =>
  document === undefined ? undefined : JSON.stringify(document);

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

/** Finds the index of a file; -1 for dbt_project.yml, which stands as null. */
function indexIn(files: readonly ProjectFile[]): (file: ProjectFile | null) => number {
  const indexes = new Map<ProjectFile | null, number>(files.map((file, index) => [file, index]));
  return (file) => indexes.get(file) ?? -1;
}

function parentPositions(
  parents: Manifest['parents'],
  positions: ReadonlyMap<string, number>,
): readonly (readonly number[])[] {
  return [...positions.keys()].map((id) =>
    (parents.get(id) ?? []).map((parent) => {
      const position = positions.get(parent);
      if (position === undefined) throw new Error(`${id} depends on ${parent}, which is no node`);
      return position;
    }),
  );
}

function isDated(node: GraphNode): boolean {
  return node.resourceType === 'model' && node.deprecationDate !== null;
}

/** Nodes that take more of what they depend on than its name. */
function isBound(node: GraphNode): boolean {
  return node.resourceType === 'unit_test' || isSemantic(node);
}
