import type { JsonObject } from '../../config/json.ts';
import type { Project } from '../../config/project.ts';
import { relinkNodes } from '../../graph/link.ts';
import type { LinkOptions } from '../../graph/linker.ts';
import type { Manifest } from '../../graph/manifest.ts';
import type { GraphNode } from '../../graph/node.ts';
import type { ParseLibraries } from '../lazy-libraries.ts';
import { createSession } from '../parse-project.ts';
import { parseParts } from '../parse-parts.ts';
import { propertyEntries, type PropertyEntries } from '../parse-properties.ts';
import type { ProjectFile } from '../project-file.ts';
import { readPropertyFile, type PropertyEntry } from '../property-file.ts';
import type { ParseMessage, ParseSession } from '../session.ts';
import { readFiles } from '../source-file.ts';
import { changedPart, type ChangedPart } from './changed-part.ts';
import { patchedGraph, type PatchedGraph } from './patched-graph.ts';
import type { ProjectChanges } from './project-changes.ts';
import { replaceNodes } from './replace-nodes.ts';
import { storedLinker } from './stored-linker.ts';
import type { StoredProject } from './stored-project.ts';

/** A stored project with a change worked in. */
export interface PatchedProject extends PatchedGraph {
  /** Documents of property files that were read again. */
  readonly documents: ReadonlyMap<number, JsonObject>;
  /** Texts of files that were read again. */
  readonly texts: ReadonlyMap<ProjectFile, string>;
  /** Reads of files that were parsed again. */
  readonly reads: ParseSession['reads'];
  /** What templates said meanwhile. */
  readonly messages: readonly ParseMessage[];
}

/** What a change is worked into. */
export interface PatchRequest {
  readonly stored: StoredProject;
  /** The manifest as stored. */
  readonly manifest: Manifest;
  readonly project: Project;
  readonly files: readonly ProjectFile[];
  readonly libraries: ParseLibraries;
  readonly linkOptions: LinkOptions;
}

/**
 * Parses and links what a change touches, with the functions that parse and link the whole. Null where the change may
 * reach further than that, and where anything is worth a message: the whole parse then has the word.
 */
export function patchProject(request: PatchRequest, changes: ProjectChanges): PatchedProject | null {
  const { stored, manifest, project, files, libraries } = request;
  const messages: ParseMessage[] = [];
  const session = createSession(project, libraries, (message) => messages.push(message));
  const texts = new Map<ProjectFile, string>();
  const read = (index: number): JsonObject | null => readDocument(files[index], session, texts);
  const part = changedPart(stored, files, changes, read);
  if (part === null || touchesMessages(stored, files, part)) return null;
  const code = [...part.code].sort((a, b) => a - b).flatMap((index) => files[index] ?? []);
  const sources = readFiles(code);
  for (const { file, text } of sources.files) texts.set(file, text);
  const properties = partEntries(stored, files, part, session);
  const parsed = parseParts(session, { files: sources.files, properties, macros: [] });
  if (sources.errors.length + session.errors.length + session.warnings.length > 0) return null;
  if (parsed.nodes.some(isUnsafe)) return null;
  const order = replaceNodes(stored, files, part, parsed.nodes);
  if (order === null) return null;
  const linked = relinkNodes(parsed.nodes, {
    linker: storedLinker({
      nodes: stored.nodes,
      changed: parsed.nodes,
      packages: [...project.packages.keys()],
      metadata: manifest.metadata,
      options: request.linkOptions,
    }),
    disabled: stored.state.disabledFiles.length === 0 ? [] : [...manifest.disabled.values()].flat(),
    groupNames: () => new Set([...manifest.groups.values()].map((group) => group.name)),
  });
  if (linked.problems.length > 0) return null;
  const nodes = new Map(linked.nodes.map((node) => [node.uniqueId, node]));
  const graph = patchedGraph(stored, manifest, order, nodes);
  // What is bound to a model follows from what the model is.
  if (stored.state.bound.some((id) => graph.changed.has(id) || !graph.nodes.has(id))) return null;
  return {
    ...graph,
    documents: part.properties,
    texts,
    reads: session.reads,
    messages,
  };
}

function readDocument(
  file: ProjectFile | undefined,
  session: ParseSession,
  texts: Map<ProjectFile, string>,
): JsonObject | null {
  const [source] = file === undefined ? [] : readFiles([file]).files;
  if (source === undefined) return null;
  texts.set(source.file, source.text);
  return readPropertyFile(source.file, source.text, session)?.document ?? null;
}

/** A message stands at a file or a node that is parsed again, or a node of the files is disabled. */
function touchesMessages(stored: StoredProject, files: readonly ProjectFile[], part: ChangedPart): boolean {
  const { state, nodes } = stored;
  const touched = new Set([...part.code, ...part.properties.keys()]);
  if (state.disabledFiles.some((index) => touched.has(index) || part.entries.has(index))) return true;
  const paths = new Set([...touched].map((index) => files[index]?.displayPath));
  const isTouched = (id: string | undefined): boolean => {
    const position = id === undefined ? undefined : nodes.position(id);
    return position !== undefined && touched.has(nodes.table.file(position));
  };
  return (
    state.isDated ||
    state.warnings.some(({ location, nodeId }) => paths.has(location?.file) || isTouched(nodeId))
  );
}

function partEntries(
  stored: StoredProject,
  files: readonly ProjectFile[],
  part: ChangedPart,
  session: ParseSession,
): PropertyEntries {
  const indexes = [...new Set([...part.properties.keys(), ...part.entries.keys()])].sort((a, b) => a - b);
  const wanted = new Map<ProjectFile, ReadonlySet<string> | null>();
  const read = indexes.flatMap((index) => {
    const file = files[index];
    const document = part.properties.get(index) ?? JSON.parse(stored.documentText(index) || 'null');
    if (file === undefined || document === null) return [];
    wanted.set(file, part.properties.has(index) ? null : (part.entries.get(index) ?? null));
    return [{ file, text: '', document: document as JsonObject }];
  });
  const isWanted = (entry: PropertyEntry): boolean => wanted.get(entry.file.file)?.has(entry.name) ?? true;
  return propertyEntries(session, read, isWanted);
}

/** Kinds that are bound to others, and nodes that are off or dated. */
function isUnsafe(node: GraphNode): boolean {
  return node.config['enabled'] === false || (node.resourceType === 'model' && node.deprecationDate !== null);
}
