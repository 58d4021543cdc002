/** Characters that dbt's seed reader (agate) strips from both ends of a number. */
const CURRENCY = [
  '؋',
  '$',
  'ƒ',
  '៛',
  '¥',
  '₡',
  '₱',
  '£',
  '€',
  '¢',
  '﷼',
  '₪',
  '₩',
  '₭',
  '₮',
  '₦',
  '฿',
  '₤',
  '₫',
];

/** Significant digits that numbers are kept with. */
const PRECISION = 28;

const DECIMAL = /^[+-]?(?:(\d+)\.?(\d*)|\.(\d+))(?:e([+-]?\d+))?$/i;
const SPECIAL = /^[+-]?(?:nan\d*|inf(?:inity)?)$/i;

/** Digits before and after the point that a number needs; null for `nan`, `inf` and what counts as such: they need none. */
export interface NumberSize {
  readonly whole: number;
  readonly decimals: number;
}

/**
 * The size of a seed's value read as a number, or undefined when it is none. `1,200`, `5%`, `$1.50` and `1_000` are
 * numbers, as in dbt.
 */
export function numberSize(value: string): NumberSize | null | undefined {
  const text = bare(value);
  if (SPECIAL.test(text)) return null;
  const match = DECIMAL.exec(asciiDigits(text));
  if (match === null) return undefined;
  if (!Number.isFinite(Number(match[0]))) return null;
  const [, before, after, onlyAfter, exponent] = match;
  return sizeOf(before ?? '', after ?? onlyAfter ?? '', Number(exponent ?? 0));
}

/** A seed's number as plain digits (`-1200.5`), or `NaN`, `Infinity`, `-Infinity`; the value must be one (`numberSize`). */
export function numberText(value: string): string {
  const negative = stripBoth(value.trim(), '%').startsWith('-');
  const text = asciiDigits(bare(value));
  const minus = negative !== text.startsWith('-') ? '-' : '';
  const match = DECIMAL.exec(text);
  if (match === null) return /nan/i.test(text) ? 'NaN' : `${minus}Infinity`;
  const [, before, after, onlyAfter, exponent] = match;
  return minus + plainDigits(before ?? '', after ?? onlyAfter ?? '', Number(exponent ?? 0));
}

/** Digits with the point moved by the exponent; no zeros that say nothing. */
function plainDigits(before: string, after: string, exponent: number): string {
  const digits = before + after;
  const point = before.length + exponent;
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '';
  const rest = point > 0 ? digits.slice(point) : digits.padStart(digits.length - point, '0');
  const decimals = rest.replace(/0+$/, '');
  return `${whole.replace(/^0+(?=\d)/, '') || '0'}${decimals === '' ? '' : `.${decimals}`}`;
}

/**
 * Whether a column of numbers with these sizes is kept with decimals. Decimals give way to whole digits beyond the 28
 * that dbt keeps; a column of still greater numbers has a negative count of decimals there and so is kept with them.
 */
export function needsDecimals(sizes: Iterable<NumberSize | null>): boolean {
  let whole = 1;
  let decimals = 0;
  for (const size of sizes) {
    if (size === null) continue;
    whole = Math.max(whole, size.whole);
    decimals = Math.max(decimals, size.decimals);
  }
  return decimals !== Math.max(0, whole + decimals - PRECISION);
}

/** Takes off percent signs, one minus, currency signs and the commas and underscores between digits. */
function bare(value: string): string {
  let text = stripBoth(value.trim(), '%');
  if (text.startsWith('-')) text = text.slice(1);
  for (const symbol of CURRENCY) text = stripBoth(text, symbol);
  return text.replaceAll(',', '').trim().replaceAll('_', '');
}

function stripBoth(text: string, symbol: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && text[from] === symbol) from += 1;
  while (to > from && text[to - 1] === symbol) to -= 1;
  return text.slice(from, to);
}

/** Decimal digits of any script as ASCII digits: Python counts them as digits too. */
function asciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    let zero = digit.codePointAt(0) ?? 0;
    let distance = 0;
    while (distance < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) {
      zero -= 1;
      distance += 1;
    }
    return String(distance);
  });
}

function sizeOf(before: string, after: string, exponent: number): NumberSize {
  const digits = (before + after).replace(/^0+/, '');
  const kept = digits.slice(0, PRECISION).replace(/0+$/, '');
  if (kept === '') return { whole: 1, decimals: 0 };
  const places = after.length - exponent - (digits.length - kept.length);
  return { whole: kept.length - places, decimals: Math.max(0, places) };
}
