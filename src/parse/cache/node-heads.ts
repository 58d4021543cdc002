import type { NodeHead } from '../../graph/node-head.ts';
import type { ResourceType } from '../../graph/node.ts';

/** Heads by columns, so that they are read at once. An fqn is left out where the selector is the same with dots. */
interface HeadColumns {
  readonly types: readonly ResourceType[];
  /** Index into `types` and flags of each head: type × 8 + enabled × 4 + empty × 2 + versioned. */
  readonly marks: readonly number[];
  readonly selectors: readonly string[];
  readonly fqns: readonly (readonly string[] | 0)[];
}

/** Heads as text, without the unique ids. */
export function encodeHeads(heads: readonly NodeHead[]): string {
  const types = [...new Set(heads.map(({ resourceType }) => resourceType))];
  const columns: HeadColumns = {
    types,
    marks: heads.map(
      (head) =>
        types.indexOf(head.resourceType) * 8 +
        Number(head.isEnabled) * 4 +
        Number(head.isEmpty) * 2 +
        Number(head.isVersioned),
    ),
    selectors: heads.map(({ selector }) => selector),
    fqns: heads.map(({ selector, fqn }) => (isSame(selector.split('.'), fqn) ? 0 : fqn)),
  };
  return JSON.stringify(columns);
}

/** The heads in a text of `encodeHeads`; `ids` are their unique ids. */
export function decodeHeads(text: string, ids: readonly string[]): readonly NodeHead[] {
  const { types, marks, selectors, fqns } = JSON.parse(text) as HeadColumns;
  return ids.map((uniqueId, index) => {
    const mark = marks[index] ?? 0;
    const selector = selectors[index] ?? '';
    const fqn = fqns[index];
    return {
      uniqueId,
      resourceType: types[mark >> 3] ?? 'model',
      fqn: fqn ? fqn : selector.split('.'),
      selector,
      isEnabled: (mark & 4) !== 0,
      isEmpty: (mark & 2) !== 0,
      isVersioned: (mark & 1) !== 0,
    };
  });
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}
