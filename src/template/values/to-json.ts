import { TemplateFault } from '../runtime/template-fault.ts';
import { TemplateObject, type Value } from '../value.ts';
import { Float } from './float.ts';
import { toText } from './to-text.ts';
import { typeName } from './type-name.ts';
import { Undefined } from './undefined.ts';

/** What a template value is outside of templates: plain JSON. Bigints become numbers, or text when too large. */
export function toJson(value: Value): unknown {
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    typeof value === 'number'
  ) {
    return value;
  }
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Float) return value.value;
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Set) return [...value].map(toJson);
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, item]) => [toText(key), toJson(item)]));
  }
  if (value instanceof Undefined) return null;
  const json = value instanceof TemplateObject ? value.toJson() : undefined;
  if (json === undefined)
    throw new TemplateFault(`Object of type ${typeName(value)} is not JSON serializable`);
  return json;
}
