import type { ModelNode } from '../graph/node.ts';
import { appendsRows } from '../materializations/strategy-of.ts';
import { clocksIn } from './clocks.ts';
import { placeTokens, type PlacedToken } from './sql-clauses.ts';
import { sqlTokens } from './sql-tokens.ts';

const RANDOM: ReadonlySet<string> = new Set([
  ...['random', 'rand', 'uuid', 'gen_random_uuid', 'generate_uuid', 'newid', 'uuid_string', 'nextval'],
]);
const RANKED: ReadonlySet<string> = new Set([
  ...['row_number', 'first_value', 'last_value', 'nth_value', 'ntile', 'lag', 'lead', 'first', 'last'],
  ...['any_value', 'arbitrary', 'array_agg', 'list', 'string_agg', 'listagg', 'group_concat'],
]);

/** What changed when a model was built a second time. */
export interface ObservedChange {
  /** Rows before and after. */
  readonly before: number;
  readonly after: number;
  /** Names of what the model reads that changed as well. */
  readonly changedInputs: readonly string[];
}

/** Why a model changes, in words, and where its text says so; `pos` null where it is no place in the text. */
export interface LikelyCause {
  readonly kind: 'append' | 'clock' | 'random' | 'input' | 'order';
  readonly text: string;
  readonly pos: number | null;
}

/** The likely reason why a model changed when it was built a second time; null when its text tells none. */
export function likelyCause(
  model: ModelNode,
  change: ObservedChange,
  strategies: readonly string[],
): LikelyCause | null {
  const tokens = placeTokens(sqlTokens(model.rawCode));
  if (appendsRows(model.config, strategies) && change.after > change.before) {
    const text = 'append without a key, the second build added its rows once more';
    return { kind: 'append', text, pos: null };
  }
  const clock = clockCause(tokens);
  if (clock !== null) return clock;
  const random = called(tokens, RANDOM);
  if (random)
    return { kind: 'random', text: `${random.text}() gives a new value each time`, pos: random.pos };
  if (change.changedInputs.length > 0) {
    const text = `it reads ${change.changedInputs.join(', ')}, which changed too`;
    return { kind: 'input', text, pos: null };
  }
  return orderCause(tokens);
}

/** Where a model asks the clock; null where it does not. */
export function clockOf(model: ModelNode): LikelyCause | null {
  return clockCause(placeTokens(sqlTokens(model.rawCode)));
}

function clockCause(tokens: readonly PlacedToken[]): LikelyCause | null {
  const [clock] = clocksIn(tokens);
  if (clock === undefined) return null;
  return { kind: 'clock', text: `${clock.text.replace(/\s+/g, ' ')} asks the clock`, pos: clock.pos };
}

function orderCause(tokens: readonly PlacedToken[]): LikelyCause | null {
  const ranked = called(tokens, RANKED);
  if (ranked) {
    const text = `${ranked.text}() depends on the order of rows that its order by leaves equal, or that nothing orders`;
    return { kind: 'order', text, pos: ranked.pos };
  }
  const limit = tokens.find(({ kind, text }) => kind === 'word' && text.toLowerCase() === 'limit');
  if (limit === undefined) return null;
  return { kind: 'order', text: 'limit takes rows that no order by decides', pos: limit.pos };
}

function called(
  tokens: readonly PlacedToken[],
  names: ReadonlySet<string>,
): { readonly text: string; readonly pos: number } | null {
  const found = tokens.find(
    ({ kind, text }, index) =>
      kind === 'word' && names.has(text.toLowerCase()) && tokens[index + 1]?.text === '(',
  );
  return found === undefined ? null : { text: found.text.toLowerCase(), pos: found.pos };
}
