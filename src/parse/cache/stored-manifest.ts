import type { Project } from '../../config/project.ts';
import type { Manifest } from '../../graph/manifest.ts';
import { manifestView } from '../../graph/manifest-view.ts';
import { childrenOf } from '../../graph/neighbour-maps.ts';
import { selectorsForManifest } from '../../graph/selection/yaml-selectors.ts';
import { manifestMetadata } from '../parse-project.ts';
import { decodeNode } from './encode-node.ts';
import type { PatchedProject } from './patch-project.ts';
import type { ProjectRest, StoredProject } from './stored-project.ts';

/** The manifest of a stored project for this invocation; each part is decoded when it is looked at. */
export function storedManifest(stored: StoredProject, project: Project): Manifest {
  const rest = once(() => stored.rest());
  const parents = once(() => parentMap(stored));
  const children = once(() => childrenOf(parents()));
  const selectors = once(() => selectorsForManifest(project.selectors));
  const metadata = once(() => manifestMetadata(project));
  const macros = once(() => byId(rest().macros));
  const docs = once(() => byId(rest().docs));
  const groups = once(() => byId(rest().groups));
  const disabled = once(() => disabledNodes(rest()));
  return {
    nodes: stored.nodes,
    heads: once(() => stored.nodes.sections.heads()),
    isAcyclic: stored.state.isAcyclic,
    get metadata() {
      return metadata();
    },
    get macros() {
      return macros();
    },
    get docs() {
      return docs();
    },
    get groups() {
      return groups();
    },
    get disabled() {
      return disabled();
    },
    get selectors() {
      return selectors();
    },
    get parents() {
      return parents();
    },
    get children() {
      return children();
    },
  };
}

/** The manifest with a change worked in; of what the change leaves alone nothing is decoded. */
export function patchedManifest(before: Manifest, patched: PatchedProject): Manifest {
  const children = once(() => childrenOf(patched.parents()));
  return manifestView(before, {
    nodes: patched.nodes,
    heads: () => patched.nodes.sections.heads(),
    isAcyclic: patched.isAcyclic,
    get parents() {
      return patched.parents();
    },
    get children() {
      return patched.keepsParents ? before.children : children();
    },
  });
}

function parentMap(stored: StoredProject): Manifest['parents'] {
  const { ids } = stored.nodes.table;
  return new Map(
    stored.parents().map((list, position) => [ids[position] ?? '', list.map((parent) => ids[parent] ?? '')]),
  );
}

function disabledNodes({ disabled }: ProjectRest): Manifest['disabled'] {
  return new Map(
    disabled.map(([id, nodes]) => [id, nodes.map(([text, createdAt]) => decodeNode(text, createdAt))]),
  );
}

function byId<T extends { readonly uniqueId: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.uniqueId, item]));
}

/** A value that is made when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
