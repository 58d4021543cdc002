import type { JsonObject } from '../../config/json.ts';
import type { Project } from '../../config/project.ts';
import { relinkNodes } from '../../graph/link.ts';
import type { LinkOptions } from '../../graph/linker.ts';
import type { Manifest } from '../../graph/manifest.ts';
import type { GraphNode } from '../../graph/node.ts';
import type { ParseLibraries } from '../lazy-libraries.ts';
import { createSession } from '../parse-project.ts';
import { allNodes, parseParts } from '../parse-parts.ts';
import { entryKey, propertyEntries, type PropertyEntries } from '../parse-properties.ts';
import type { ProjectFile } from '../project-file.ts';
import { readPropertyFile, type PropertyEntry } from '../property-file.ts';
import type { ParseMessage, ParseSession } from '../session.ts';
import { readFiles } from '../source-file.ts';
import { changedPart, isChanged, type ChangedPart, type ChangedProperties } from './changed-part.ts';
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
  /** Property files of which some entries were not parsed again: what they read is not among the reads. */
  readonly partlyRead: ReadonlySet<number>;
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
  const properties = partEntries(files, part, session);
  const made = allNodes(
    parseParts(session, { files: sources.files, properties, macros: [], hooksOf: project.packages.values() }),
  );
  if (sources.errors.length + session.errors.length + session.warnings.length > 0) return null;
  if (made.some(isUnsafe)) return null;
  const parsed = made.map((node) => withKnownKey(node, stored, part));
  const order = replaceNodes(stored, files, part, parsed);
  if (order === null) return null;
  const linked = relinkNodes(parsed, {
    linker: storedLinker({
      nodes: stored.nodes,
      changed: parsed,
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
    documents: documentsOf(part, ({ isEdited }) => isEdited),
    texts,
    reads: session.reads,
    partlyRead: new Set(documentsOf(part, ({ changed }) => changed !== null).keys()),
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

function documentsOf(
  { properties }: ChangedPart,
  isMeant: (file: ChangedProperties) => boolean,
): ReadonlyMap<number, JsonObject> {
  return new Map(
    [...properties].flatMap(([index, file]) => (isMeant(file) ? [[index, file.document] as const] : [])),
  );
}

/** A message stands at a file or a node that is parsed again, or a node of the files is disabled. */
function touchesMessages(stored: StoredProject, files: readonly ProjectFile[], part: ChangedPart): boolean {
  const { state, nodes } = stored;
  const touched = new Set([
    ...part.code,
    ...documentsOf(part, ({ isEdited, changed }) => isEdited || changed === null).keys(),
  ]);
  if (state.disabledFiles.some((index) => touched.has(index) || part.properties.has(index))) return true;
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
  files: readonly ProjectFile[],
  part: ChangedPart,
  session: ParseSession,
): PropertyEntries {
  const parts = new Map<ProjectFile, ChangedProperties>();
  for (const [index, properties] of [...part.properties].sort(([a], [b]) => a - b)) {
    const file = files[index];
    if (file !== undefined) parts.set(file, properties);
  }
  const isTested = ({ file, section, name }: PropertyEntry): boolean => {
    const properties = parts.get(file.file);
    return properties !== undefined && isChanged(properties, entryKey(section, name));
  };
  return propertyEntries(
    session,
    [...parts].map(([file, { document }]) => ({ file, text: '', document })),
    {
      isTested,
      isWanted: (entry) =>
        isTested(entry) ||
        parts.get(entry.file.file)?.describing.has(entryKey(entry.section, entry.name)) === true,
    },
  );
}

/** A model whose entry is as it was keeps what was inferred from the entry's tests, which are not made again. */
function withKnownKey(node: GraphNode, { nodes }: StoredProject, { properties }: ChangedPart): GraphNode {
  const position = nodes.position(node.uniqueId);
  if (node.resourceType !== 'model' || position === undefined) return node;
  const before = nodes.at(position);
  const describing = properties.get(nodes.table.patch(position))?.describing;
  return before.resourceType === 'model' && describing?.has(entryKey('models', node.name)) === true
    ? { ...node, primaryKey: before.primaryKey }
    : node;
}

/** Kinds that are bound to others, and nodes that are off or dated. */
function isUnsafe(node: GraphNode): boolean {
  return node.config['enabled'] === false || (node.resourceType === 'model' && node.deprecationDate !== null);
}
