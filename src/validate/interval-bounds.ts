import type { PlacedToken } from './sql-clauses.ts';

/** How the conditions of a text bound a variable: not at all, from below only, or up to an end. */
export type IntervalBound = 'none' | 'open-ended' | 'bounded';

const SET = /^\{%[-+]?\s*set\s+(\w+)\s*=\s*([\s\S]*?)[-+]?%\}$/;
const SIDES: Readonly<Record<string, 'low' | 'high' | undefined>> = {
  '>': 'low',
  '>=': 'low',
  '<': 'high',
  '<=': 'high',
};
const CLOSED: ReadonlySet<string> = new Set(['=', 'between', 'in', 'like', 'overlaps']);

/** Whether the conditions that read `var('<name>')` end somewhere, so that a run for one interval leaves later ones alone. */
export function intervalBound(tokens: readonly PlacedToken[], name: string): IntervalBound {
  const reads = readerOf(tokens, name);
  let bound: IntervalBound = 'none';
  for (const condition of conditions(tokens)) {
    const at = condition.findIndex(reads);
    if (at < 0) continue;
    if (endsSomewhere(condition, at)) return 'bounded';
    bound = 'open-ended';
  }
  return bound;
}

/** Whether a token reads the variable, itself or through a template variable that was set from it. */
function readerOf(tokens: readonly PlacedToken[], name: string): (token: PlacedToken) => boolean {
  const direct = new RegExp(`\\bvar\\s*\\(\\s*['"]${name.replace(/\W/g, '\\$&')}['"]`);
  const names: string[] = [];
  const reads = (text: string): boolean =>
    direct.test(text) || names.some((set) => new RegExp(`(?<![.\\w])${set}\\b`).test(text));
  for (const { kind, text } of tokens) {
    const set = kind === 'block' ? SET.exec(text) : null;
    if (set !== null && reads(set[2] ?? '')) names.push(set[1] ?? '');
  }
  return ({ kind, text }) => kind === 'output' && reads(text);
}

/** The tokens of filters, cut at `and`, `or` and where a filter ends; `between a and b` stays whole. */
function conditions(tokens: readonly PlacedToken[]): readonly (readonly PlacedToken[])[] {
  const found: PlacedToken[][] = [];
  let current: PlacedToken[] = [];
  let between = false;
  for (const token of tokens) {
    const word = token.text.toLowerCase();
    const cuts = word === 'or' || (word === 'and' && !between);
    if (word === 'and') between = false;
    if (word === 'between') between = true;
    if (token.inFilter && !cuts) current.push(token);
    else if (current.length > 0) {
      found.push(current);
      current = [];
    }
  }
  return [...found, current];
}

function endsSomewhere(condition: readonly PlacedToken[], at: number): boolean {
  return condition.some(({ text }, index) => {
    if (CLOSED.has(text.toLowerCase())) return true;
    const side = SIDES[text];
    return side !== undefined && (side === 'high') === index < at;
  });
}
