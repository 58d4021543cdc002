import { TemplateFault } from '../runtime/template-fault.ts';
import { TemplateObject, type Value } from '../value.ts';
import { typeName } from './type-name.ts';

/** What a `for` loop runs over: items, characters, a dict's keys. Throws TemplateFault for what cannot be iterated. */
export function iterate(value: Value): Iterable<Value> {
  if (Array.isArray(value) || value instanceof Set) return value;
  if (typeof value === 'string') return [...value];
  if (value instanceof Map) return value.keys();
  const items = value instanceof TemplateObject ? value.iterate() : undefined;
  if (items === undefined) throw new TemplateFault(`'${typeName(value)}' object is not iterable`);
  return items;
}

/** The items as an array; an array itself is given as it is. */
export function toArray(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [...iterate(value)];
}
