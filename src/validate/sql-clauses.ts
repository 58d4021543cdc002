import type { SqlToken } from './sql-tokens.ts';

/** A token with its place in the statement. */
export interface PlacedToken extends SqlToken {
  /** Inside of a condition: `where`, `having`, `qualify`, or the `on` of a join. */
  readonly inFilter: boolean;
  /** Brackets that are open around it. */
  readonly depth: number;
}

const OPENS_FILTER: ReadonlySet<string> = new Set(['where', 'having', 'qualify', 'on']);
const ENDS_FILTER: ReadonlySet<string> = new Set([
  ...['select', 'from', 'join', 'group', 'order', 'limit', 'window', 'union', 'except', 'intersect'],
]);

/** Tokens without comments, each with its place; both branches of an `{% if %}` count as text in a row. */
export function placeTokens(tokens: readonly SqlToken[]): readonly PlacedToken[] {
  const placed: PlacedToken[] = [];
  const outer: boolean[] = [];
  let inFilter = false;
  let before = '';
  for (const token of tokens) {
    if (token.kind === 'comment') continue;
    const word = token.text.toLowerCase();
    if (token.kind === 'word') {
      if (OPENS_FILTER.has(word)) inFilter = true;
      // `is distinct from` compares, it does not begin a clause.
      else if (ENDS_FILTER.has(word) && !(word === 'from' && before === 'distinct')) inFilter = false;
    }
    if (word === ')') inFilter = outer.pop() ?? inFilter;
    placed.push({ ...token, inFilter, depth: outer.length });
    if (word === '(') outer.push(inFilter);
    before = word;
  }
  return placed;
}
