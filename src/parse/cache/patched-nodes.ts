import type { GraphNode } from '../../graph/node.ts';
import { headOf, type NodeHead } from '../../graph/node-head.ts';
import { encodeNode } from './encode-node.ts';
import { NodeTable, type NodePlace } from './node-table.ts';
import { StoredNodes, type TextLayer } from './stored-nodes.ts';
import type { ProjectToWrite } from './stored-project.ts';

/** A node of a new order: a new one with its place, or the position of one that is stored already. */
export type NodeToStore = number | { readonly node: GraphNode; readonly place: NodePlace };

/** Stored nodes in a new order; the texts of new ones are a layer of their own. */
export function patchedNodes(order: readonly NodeToStore[], before: StoredNodes): StoredNodes {
  const { table: known, sections } = before;
  const table = new NodeTable(
    order.map((item) => (typeof item === 'number' ? (known.ids[item] ?? '') : item.node.uniqueId)),
  );
  const layer = sections.layers.length;
  const decoded: (GraphNode | undefined)[] = [];
  const texts: Buffer[] = [];
  let end = 0;
  for (const [position, item] of order.entries()) {
    if (typeof item === 'number') {
      table.copy(position, known, item);
      continue;
    }
    const text = Buffer.from(encodeNode(item.node));
    const start = end;
    end += text.length;
    texts.push(text);
    decoded[position] = item.node;
    table.set(position, item.node, item.place, { layer, start, end });
  }
  let heads: readonly NodeHead[] | undefined;
  return new StoredNodes(
    {
      table,
      layers: texts.length === 0 ? sections.layers : [...sections.layers, layerOf(Buffer.concat(texts, end))],
      heads: () => (heads ??= newHeads(order, sections.heads())),
    },
    decoded,
  );
}

const layerOf = (bytes: Buffer): TextLayer => ({ slice: (start, end) => bytes.subarray(start, end) });

function newHeads(order: readonly NodeToStore[], before: readonly NodeHead[]): readonly NodeHead[] {
  return order.flatMap((item) => (typeof item === 'number' ? (before[item] ?? []) : headOf(item.node)));
}

/** Layers that a project is read from without much ado. */
const MOST_LAYERS = 8;

/** The texts to write: those of the new layer, or all of them where there are many layers already. */
export function layersToWrite(
  names: readonly string[],
  nodes: StoredNodes,
  before: StoredNodes,
): Pick<ProjectToWrite, 'layers' | 'texts' | 'table'> {
  const { table, sections } = nodes;
  const fresh = sections.layers[before.sections.layers.length];
  if (fresh === undefined) return { layers: names, texts: null, table };
  if (names.length < MOST_LAYERS) return { layers: names, texts: [fresh.slice(0, Infinity)], table };
  const joined = new NodeTable(table.ids);
  return { layers: [], texts: joinedTexts(nodes, joined), table: joined };
}

function* joinedTexts(nodes: StoredNodes, joined: NodeTable): Generator<Buffer> {
  let end = 0;
  for (let position = 0; position < nodes.size; position += 1) {
    const bytes = nodes.bytes(position);
    const start = end;
    end += bytes.length;
    joined.copy(position, nodes.table, position, { layer: 0, start, end });
    yield bytes;
  }
}
