import { TemplateFunction, TemplateObject, type Value } from '../value.ts';
import { Float } from './float.ts';
import { Tuple } from './tuple.ts';
import { Undefined } from './undefined.ts';

/** How `{{ value }}` prints: Python's `str()`. */
export function toText(value: Value): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return numberText(value);
    case 'bigint':
      return value.toString();
    case 'boolean':
      return value ? 'True' : 'False';
    default:
      if (value === null) return 'None';
      if (value instanceof Undefined) return value.toText();
      if (value instanceof Float) return floatText(value.value);
      if (value instanceof TemplateObject) return value.toText();
      return toRepr(value);
  }
}

/** How a value prints inside a list: Python's `repr()`. */
export function toRepr(value: Value): string {
  if (typeof value === 'string') return stringRepr(value);
  if (value === null || typeof value !== 'object') return toText(value);
  if (value instanceof Float) return floatText(value.value);
  if (value instanceof TemplateFunction) return `<function ${value.name}>`;
  if (value instanceof TemplateObject) return value.toRepr();
  if (value instanceof Tuple) return `(${value.map(toRepr).join(', ')}${value.length === 1 ? ',' : ''})`;
  if (Array.isArray(value)) return `[${value.map(toRepr).join(', ')}]`;
  if (value instanceof Set) return value.size > 0 ? `{${[...value].map(toRepr).join(', ')}}` : 'set()';
  return `{${[...value].map(([key, item]) => `${toRepr(key)}: ${toRepr(item)}`).join(', ')}}`;
}

/** A number that is an int when integral (integral floats are boxed). */
function numberText(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? String(value) : BigInt(value).toString();
  return floatText(value);
}

/** A float as Python prints it: `2.0`, `1e-07`, `1e+16`, `nan`, `inf`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** What Python's `repr` escapes: separators other than the space, controls, and what has no glyph. */
const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/gu;

function escaped(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}

/** Nothing to escape: ASCII with neither quotes nor backslashes. */
const PLAIN = /^[ !#-&(-[\]-~]*$/;

/** Python quotes with `'` unless the text has one and no `"`. */
function stringRepr(text: string): string {
  if (PLAIN.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = text
    .replace(/\\/g, '\\\\')
    .replace(/\n/g, '\\n')
    .replace(/\t/g, '\\t')
    .replace(/\r/g, '\\r')
    .replace(UNPRINTABLE, escaped)
    .replaceAll(quote, `\\${quote}`);
  return `${quote}${inner}${quote}`;
}
