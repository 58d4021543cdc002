import type { PlacedToken } from './sql-clauses.ts';

type Tokens = readonly PlacedToken[];

/** The names of the columns that a query gives, in lower case; null where they cannot be told without a database. */
export function outputColumns(tokens: Tokens): readonly string[] | null {
  return columnsOf(tokens, 0, { whole: tokens, looking: new Set() });
}

/** The whole text, in which CTEs are found; those that are being looked at end a circle. */
interface Search {
  readonly whole: Tokens;
  readonly looking: ReadonlySet<string>;
}

/** Columns of the query that stands at a depth. */
function columnsOf(tokens: Tokens, depth: number, search: Search): readonly string[] | null {
  const start = tokens.findIndex((token) => token.depth === depth && isWord(token, 'select'));
  if (start < 0) return null;
  const length = tokens.slice(start).findIndex((token) => token.depth === depth && isWord(token, 'from'));
  const list = tokens.slice(start + 1, length < 0 ? undefined : start + length);
  if (list.some((token) => token.kind === 'block')) return null;
  const items = split(list, depth);
  if (items.length === 1 && items[0]?.length === 1 && items[0][0]?.text === '*') {
    return length < 0 ? null : columnsOfSource(tokens, start + length + 1, depth, search);
  }
  const names = items.map(nameOf);
  return names.some((name) => name === null) ? null : (names as string[]);
}

/** `select * from final`: the columns of the CTE, when that is all there is in the from clause. */
function columnsOfSource(
  tokens: Tokens,
  at: number,
  depth: number,
  { whole, looking }: Search,
): readonly string[] | null {
  const source = tokens[at];
  const next = tokens[at + 1];
  if (source?.kind !== 'word' || next?.text === '.' || next?.text === ',') return null;
  if (tokens.slice(at).some((token) => token.depth === depth && isWord(token, 'join'))) return null;
  const name = source.text.toLowerCase();
  if (looking.has(name)) return null;
  const cte = whole.findIndex(
    (token, index) =>
      token.text.toLowerCase() === name && isWord(whole[index + 1], 'as') && whole[index + 2]?.text === '(',
  );
  if (cte < 0) return null;
  const inner = (whole[cte + 2]?.depth ?? 0) + 1;
  const body = whole.slice(cte + 3);
  const end = body.findIndex((token) => token.text === ')' && token.depth === inner - 1);
  return columnsOf(body.slice(0, end < 0 ? undefined : end), inner, {
    whole,
    looking: new Set([...looking, name]),
  });
}

function split(list: Tokens, depth: number): readonly Tokens[] {
  const items: PlacedToken[][] = [[]];
  for (const token of list) {
    if (token.text === ',' && token.depth === depth) items.push([]);
    else items.at(-1)?.push(token);
  }
  return items.filter((item) => item.length > 0);
}

/** The name that an item of a select list gets; null for expressions without one, `*`, and `distinct on`. */
function nameOf(item: Tokens): string | null {
  const plain = isWord(item[0], 'distinct') || isWord(item[0], 'all') ? item.slice(1) : item;
  const last = plain.at(-1);
  if (last === undefined || (last.kind !== 'word' && last.kind !== 'quoted') || isWord(last, 'end'))
    return null;
  if (isWord(plain[0], 'on')) return null;
  const before = plain.at(-2);
  const isColumn = before === undefined || before.text === '.';
  const isAlias =
    before !== undefined && (isWord(before, 'as') || before.kind !== 'symbol' || before.text === ')');
  if (!isColumn && !isAlias) return null;
  if (plain.some((token) => token.text === '*' && token.depth === last.depth && isColumn)) return null;
  return (last.kind === 'quoted' ? last.text.slice(1, -1) : last.text).toLowerCase();
}

function isWord(token: PlacedToken | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === word;
}
