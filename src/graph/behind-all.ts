import { topologicalOrder, type Edges } from './dag.ts';

/** A graph as numbers: its nodes in topological order, and the places of each one's parents. */
interface NumberedGraph {
  readonly ids: readonly string[];
  readonly places: ReadonlyMap<string, number>;
  readonly parents: readonly (readonly number[])[];
}

/** Groups of ids that are carried down the graph together, and the bit that stands for each of their ids. */
interface Load {
  readonly groups: number[];
  readonly bits: Map<string, number>;
}

const WORD = 32;

/**
 * For each group of ids the first nodes that have all of them above: those of which no parent has; none for an empty
 * group. Costs a walk down the graph for every few groups, however much lies between. `parents` gives the direct parents
 * of an acyclic graph.
 */
export function firstBehindAll(
  groups: readonly (readonly string[])[],
  parents: Edges,
): readonly (readonly string[])[] {
  const found = groups.map((): readonly string[] => []);
  if (groups.every(({ length }) => length === 0)) return found;
  const graph = numbered(parents);
  for (const { groups: carried, bits } of loads(groups)) {
    const words = Array.from({ length: Math.ceil(bits.size / WORD) }, (_, word) =>
      marks(graph, bits, word * WORD),
    );
    for (const group of carried) found[group] = firstBehind(groups[group] ?? [], graph, bits, words);
  }
  return found;
}

function numbered(parents: Edges): NumberedGraph {
  const ids = topologicalOrder(parents);
  const places = new Map(ids.map((id, place) => [id, place]));
  return {
    ids,
    places,
    parents: ids.map((id) => (parents.get(id) ?? []).flatMap((parent) => places.get(parent) ?? [])),
  };
}

/** The first nodes below one group; nothing is behind an id that is not there. */
function firstBehind(
  group: readonly string[],
  graph: NumberedGraph,
  bits: ReadonlyMap<string, number>,
  words: readonly Int32Array[],
): readonly string[] {
  if (group.length === 0) return [];
  const from = 1 + Math.max(...group.map((id) => graph.places.get(id) ?? graph.ids.length));
  const isBehind = isBehindOf(group, bits, words);
  return graph.ids.filter(
    (_, place) =>
      place >= from &&
      isBehind(place) &&
      !graph.parents[place]?.some((parent) => parent >= from && isBehind(parent)),
  );
}

/** For each place the ids above it or in it, as the bits from `first` on. */
function marks(graph: NumberedGraph, bits: ReadonlyMap<string, number>, first: number): Int32Array {
  const found = new Int32Array(graph.ids.length);
  for (const [id, bit] of bits) {
    const place = graph.places.get(id);
    if (place !== undefined && bit >= first && bit < first + WORD)
      found[place] = (found[place] ?? 0) | (1 << (bit - first));
  }
  for (const [place, parents] of graph.parents.entries()) {
    let mark = found[place] ?? 0;
    for (const parent of parents) mark |= found[parent] ?? 0;
    found[place] = mark;
  }
  return found;
}

/** Tells of a place whether all ids of a group are above it. */
function isBehindOf(
  ids: readonly string[],
  bits: ReadonlyMap<string, number>,
  words: readonly Int32Array[],
): (place: number) => boolean {
  const needs = words.map(() => 0);
  for (const id of ids) {
    const bit = bits.get(id) ?? 0;
    const word = Math.floor(bit / WORD);
    needs[word] = (needs[word] ?? 0) | (1 << (bit % WORD));
  }
  const [first, ...others] = words;
  const need = needs[0] ?? 0;
  return (place) =>
    ((first?.[place] ?? 0) & need) === need &&
    others.every((word, index) => {
      const more = needs[index + 1] ?? 0;
      return ((word[place] ?? 0) & more) === more;
    });
}

/** As many groups at once as have ids for one word; a larger group by itself. */
function* loads(groups: readonly (readonly string[])[]): Generator<Load> {
  let load: Load = { groups: [], bits: new Map() };
  for (const [group, ids] of groups.entries()) {
    const others = ids.filter((id) => !load.bits.has(id)).length;
    if (load.groups.length > 0 && load.bits.size + others > WORD) {
      yield load;
      load = { groups: [], bits: new Map() };
    }
    load.groups.push(group);
    for (const id of ids) if (!load.bits.has(id)) load.bits.set(id, load.bits.size);
  }
  if (load.groups.length > 0) yield load;
}
