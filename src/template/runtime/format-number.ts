import { roundDecimal } from '../../util/round-decimal.ts';

/** Exponents as Python writes them: at least two digits. */
function padExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/** A float with `digits` decimals (`%f`), ties to even. */
export function fixedText(number: number, digits: number): string {
  return Number.isFinite(number) ? roundDecimal(number, digits) : special(number);
}

/** A float in scientific notation with `digits` decimals (`%e`). */
export function exponentText(number: number, digits: number): string {
  return Number.isFinite(number) ? padExponent(number.toExponential(digits)) : special(number);
}

/** `%g`: fixed or scientific, whichever is shorter, with `digits` digits and without trailing zeros. */
export function generalText(number: number, digits: number): string {
  if (!Number.isFinite(number)) return special(number);
  const precision = Math.max(1, digits);
  const scientific = number.toExponential(precision - 1);
  const exponent = number === 0 ? 0 : Number(scientific.slice(scientific.indexOf('e') + 1));
  if (exponent < -4 || exponent >= precision) return padExponent(scientific.replace(/\.?0*e/, 'e'));
  const text = roundDecimal(number, Math.min(75, precision - 1 - exponent));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function special(number: number): string {
  if (Number.isNaN(number)) return 'nan';
  return number > 0 ? 'inf' : '-inf';
}

const PREFIXES: Readonly<Record<string, string>> = { x: '0x', X: '0X', o: '0o', b: '0b' };
const BASES: Readonly<Record<string, number>> = { x: 16, X: 16, o: 8, b: 2 };

/** An integer in the base of `x`, `X`, `o` or `b`, with its prefix where asked. */
export function baseText(number: bigint, kind: string, prefixed: boolean): string {
  const digits = (number < 0n ? -number : number).toString(BASES[kind] ?? 10);
  const text = kind === 'X' ? digits.toUpperCase() : digits;
  return `${number < 0n ? '-' : ''}${prefixed ? (PREFIXES[kind] ?? '') : ''}${text}`;
}
