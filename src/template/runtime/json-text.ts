import { TemplateObject, type Value } from '../value.ts';
import { Float } from '../values/float.ts';
import { fromJson } from '../values/from-json.ts';
import { compare } from '../values/compare.ts';
import { toText } from '../values/to-text.ts';
import { typeName } from '../values/type-name.ts';
import { Undefined } from '../values/undefined.ts';
import { TemplateFault } from './template-fault.ts';

/** Python's `json.dumps`: `", "` and `": "` between parts, everything beyond ASCII escaped. */
export function jsonText(value: Value, indent: number | null, sortKeys: boolean): string {
  const write = (item: Value, margin: string): string => {
    if (item === null) return 'null';
    if (typeof item === 'string') return quoted(item);
    if (typeof item === 'boolean') return String(item);
    if (typeof item === 'number' || typeof item === 'bigint' || item instanceof Float)
      return number(toText(item));
    const inner = margin + (indent === null ? '' : ' '.repeat(indent));
    if (Array.isArray(item))
      return wrap(
        '[',
        ']',
        item.map((entry) => write(entry, inner)),
        margin,
        inner,
      );
    if (item instanceof Map) {
      const entries = sortKeys ? [...item].sort(([a], [b]) => compare(a, b)) : [...item];
      const parts = entries.map(([key, entry]) => `${quoted(keyText(key))}: ${write(entry, inner)}`);
      return wrap('{', '}', parts, margin, inner);
    }
    if (item instanceof TemplateObject && !(item instanceof Undefined)) {
      const json = item.toJson();
      if (json !== undefined) return write(fromJson(json), margin);
    }
    throw new TemplateFault(`Object of type ${typeName(item)} is not JSON serializable`);
  };
  const wrap = (
    open: string,
    close: string,
    parts: readonly string[],
    margin: string,
    inner: string,
  ): string => {
    if (parts.length === 0) return open + close;
    return indent === null
      ? open + parts.join(', ') + close
      : `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${margin}${close}`;
  };
  return write(value, '');
}

function keyText(key: Value): string {
  if (typeof key === 'string') return key;
  if (key === null) return 'null';
  if (typeof key === 'object' && !(key instanceof Float))
    throw new TemplateFault(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
  return typeof key === 'boolean' ? String(key) : toText(key);
}

function number(text: string): string {
  return text === 'nan' ? 'NaN' : text === 'inf' ? 'Infinity' : text === '-inf' ? '-Infinity' : text;
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
