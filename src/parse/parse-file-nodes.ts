import type { GraphNode, MacroNode } from '../graph/node.ts';
import { analysisNode, functionNode, modelNode, seedNode, singularTestNode } from './file-nodes.ts';
import type { NodePatch } from './node-patch.ts';
import type { PatchedSection, PatchIndex } from './patch-index.ts';
import { attempt, readingFor, type ParseSession } from './session.ts';
import { snapshotNodes, yamlSnapshotNode } from './snapshot-nodes.ts';
import type { SourceFile } from './source-file.ts';

/** Nodes that have files or relations of their own, and which patch describes which. */
export interface FileNodes {
  readonly nodes: readonly GraphNode[];
  readonly byPatch: ReadonlyMap<NodePatch, GraphNode>;
  /** Names of what a section could describe, for suggestions. */
  names(section: PatchedSection, macros: readonly MacroNode[]): readonly string[];
}

/** Makes the nodes of all files; a broken file is gathered as an error and leaves the others alone. */
export function fileNodes(
  session: ParseSession,
  files: readonly SourceFile[],
  patches: PatchIndex,
): FileNodes {
  const nodes: GraphNode[] = [];
  const byPatch = new Map<NodePatch, GraphNode>();
  const tracked = trackPatches(patches);
  const add = (made: readonly GraphNode[]): void => {
    nodes.push(...made);
    const [only] = made;
    if (made.length === 1 && only) for (const patch of tracked.taken()) byPatch.set(patch, only);
    else tracked.taken();
  };
  for (const source of files) {
    if (source.file.kind === 'snapshot') {
      const snapshots = readingFor(session, source.file, () =>
        snapshotNodes(session, source.file, source.text, tracked.index),
      );
      for (const node of snapshots) {
        nodes.push(node);
        const patch =
          tracked.taken().find((each) => each.entry.name === node.name) ??
          patches.take('snapshots', node.packageName, node.name);
        if (patch) byPatch.set(patch, node);
      }
    } else add(readingFor(session, source.file, () => nodesOfFile(session, source, tracked.index)));
  }
  for (const patch of patches.all()) {
    if (patch.entry.section !== 'snapshots' || patch.properties['relation'] === undefined) continue;
    patches.take('snapshots', patch.entry.file.file.packageName, patch.entry.name);
    const node = readingFor(session, patch.entry.file.file, () =>
      attempt(session, () => yamlSnapshotNode(session, patch.entry, patch)),
    );
    if (node === undefined) continue;
    nodes.push(node);
    byPatch.set(patch, node);
  }
  return {
    nodes,
    byPatch,
    names: (section, macros) =>
      section === 'macros'
        ? macros.map((macro) => macro.name)
        : nodes.filter((node) => node.resourceType === RESOURCES[section]).map((node) => node.name),
  };
}

const RESOURCES: Readonly<Record<PatchedSection, GraphNode['resourceType'] | 'macro'>> = {
  models: 'model',
  seeds: 'seed',
  snapshots: 'snapshot',
  analyses: 'analysis',
  data_tests: 'test',
  functions: 'function',
  macros: 'macro',
};

/** The index, with a note of the patches that were taken since the note was last read. */
function trackPatches(patches: PatchIndex): { readonly index: PatchIndex; taken(): readonly NodePatch[] } {
  const taken: NodePatch[] = [];
  return {
    index: {
      ...patches,
      take(section, packageName, name) {
        const patch = patches.take(section, packageName, name);
        if (patch) taken.push(patch);
        return patch;
      },
    },
    taken: () => taken.splice(0),
  };
}

function nodesOfFile(
  session: ParseSession,
  { file, text }: SourceFile,
  patches: PatchIndex,
): readonly GraphNode[] {
  const one = (make: () => GraphNode): readonly GraphNode[] => {
    const node = attempt(session, make);
    return node ? [node] : [];
  };
  switch (file.kind) {
    case 'model':
      return one(() => modelNode(session, file, text, patches));
    case 'seed':
      return one(() => seedNode(session, file, patches));
    case 'analysis':
      return one(() => analysisNode(session, file, text, patches));
    case 'singular-test':
      return one(() => singularTestNode(session, file, text, patches));
    case 'function':
      return one(() => functionNode(session, file, text, patches));
    case 'python-model':
      session.errors.push({
        code: 'TX1207',
        message: `${file.displayPath} is a model in Python, which no adapter of tx can run`,
        hint: 'Write the model in SQL, or leave the file out with .dbtignore.',
        location: { file: file.displayPath },
      });
      return [];
    default:
      return [];
  }
}
