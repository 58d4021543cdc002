import type { PlacedToken } from './sql-clauses.ts';

/** Names that give the time without brackets. */
const BARE: ReadonlySet<string> = new Set([
  ...['current_timestamp', 'current_date', 'current_time', 'localtimestamp', 'localtime'],
  ...['sysdate', 'systimestamp'],
]);

/** Functions that give the time when they are called without arguments. */
const CALLED: ReadonlySet<string> = new Set([
  ...['now', 'today', 'getdate', 'getutcdate', 'sysdatetime', 'sysutcdatetime', 'current_datetime'],
  ...['get_current_timestamp', 'get_current_time', 'current_localtimestamp', 'current_localtime'],
  ...['transaction_timestamp', 'statement_timestamp', 'clock_timestamp', 'timeofday', 'unix_timestamp'],
]);

const IN_JINJA =
  /\brun_started_at\b|\b(?:now|utcnow|today)\s*\(|\bcurrent_timestamp(?:_backcompat|_in_utc\w*)?\s*\(|\bsnapshot_get_time\s*\(/;
const SET = /^\{%[-+]?\s*set\s+(\w+)\s*=\s*([\s\S]*?)[-+]?%\}$/;

/** A place that asks the clock, and how it is written. */
export interface ClockUse {
  readonly text: string;
  readonly pos: number;
}

/** Uses of the clock in conditions: functions of SQL and of templates, and template variables that were set from one. */
export function clocksInFilters(tokens: readonly PlacedToken[]): readonly ClockUse[] {
  return clocksWhere(tokens, ({ inFilter }) => inFilter);
}

/** Every use of the clock, wherever it stands. */
export function clocksIn(tokens: readonly PlacedToken[]): readonly ClockUse[] {
  return clocksWhere(tokens, () => true);
}

function clocksWhere(
  tokens: readonly PlacedToken[],
  counts: (token: PlacedToken) => boolean,
): readonly ClockUse[] {
  const fromClock = new Set<string>();
  const found: ClockUse[] = [];
  tokens.forEach((token, index) => {
    const set = token.kind === 'block' ? SET.exec(token.text) : null;
    if (set !== null) {
      if (asksClock(set[2] ?? '', fromClock)) fromClock.add(set[1] ?? '');
      else fromClock.delete(set[1] ?? '');
      return;
    }
    if (!counts(token)) return;
    if (token.kind === 'output' && asksClock(token.text, fromClock)) found.push(use(token));
    if (token.kind === 'word' && isClockWord(tokens, index)) found.push(use(token));
  });
  return found;
}

function use({ text, pos }: PlacedToken): ClockUse {
  return { text, pos };
}

function asksClock(expression: string, fromClock: ReadonlySet<string>): boolean {
  const code = expression.replace(/'[^']*'|"[^"]*"/g, "''");
  if (IN_JINJA.test(code)) return true;
  return [...fromClock].some((name) => new RegExp(`(?<![.\\w])${name}\\b`).test(code));
}

function isClockWord(tokens: readonly PlacedToken[], index: number): boolean {
  const word = tokens[index]?.text.toLowerCase() ?? '';
  const before = tokens[index - 1]?.text;
  const after = tokens[index + 1]?.text;
  if (before === '.' || after === '.') return false;
  if (BARE.has(word)) return true;
  return CALLED.has(word) && after === '(' && tokens[index + 2]?.text === ')';
}
