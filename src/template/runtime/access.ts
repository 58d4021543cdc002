import { TemplateFunction, TemplateObject, type KeywordArguments, type Value } from '../value.ts';
import { Float } from '../values/float.ts';
import { findKey } from '../values/equals.ts';
import { Namespace } from '../values/namespace.ts';
import { toText } from '../values/to-text.ts';
import { Tuple } from '../values/tuple.ts';
import { numberOf, typeName } from '../values/type-name.ts';
import { Undefined } from '../values/undefined.ts';
import { call } from './call.ts';
import { methodLookup } from './methods.ts';
import { Range, sliceBounds } from './range.ts';
import { TemplateFault } from './template-fault.ts';

/** The methods of a value's type; undefined for types that have none. */
export const methodsOf = methodLookup({ getAttribute, getItem });

/** `object.name`: a method, else an item of a dict, else Jinja's undefined. Reaches nothing of JavaScript's. */
export function getAttribute(object: Value, name: string): Value {
  if (object instanceof Undefined) throw new TemplateFault(object.reason);
  if (object instanceof TemplateObject) {
    const attribute = object.getAttribute(name);
    const found = attribute === undefined ? object.getItem(name) : attribute;
    return found === undefined ? missing(object, name) : found;
  }
  if (object instanceof TemplateFunction) return object.attribute?.(name) ?? missing(object, name);
  const method = methodsOf(object)?.[name];
  if (method !== undefined && !name.startsWith('__')) {
    return new TemplateFunction(name, (args, kwargs) => method(object as never, args, kwargs));
  }
  if (object instanceof Map) {
    const value = object.get(name);
    return value === undefined ? missing(object, name) : value;
  }
  return missing(object, name);
}

function missing(object: Value, name: string): Undefined {
  return new Undefined(
    object === null
      ? `'None' has no attribute '${name}'`
      : `'${typeName(object)} object' has no attribute '${name}'`,
  );
}

/** `object[key]`: an item, else an attribute for text keys, else Jinja's undefined. */
export function getItem(object: Value, key: Value): Value {
  if (object instanceof Undefined) throw new TemplateFault(object.reason);
  if (Array.isArray(object) || typeof object === 'string') {
    const index = typeof key === 'string' ? undefined : numberOf(key);
    if (index !== undefined && !(key instanceof Float)) {
      const item = object[index < 0 ? object.length + index : index];
      return (
        item ?? (item === null ? null : new Undefined(`${typeName(object)} object has no element ${index}`))
      );
    }
    return typeof key === 'string' ? getAttribute(object, key) : missing(object, toText(key));
  }
  if (object instanceof Map) {
    const value = object.get(key) ?? object.get(findKey(object, key));
    if (value !== undefined) return value;
    return typeof key === 'string' ? getAttribute(object, key) : missing(object, toText(key));
  }
  if (object instanceof TemplateObject) {
    const item = object.getItem(key);
    const found = item === undefined && typeof key === 'string' ? object.getAttribute(key) : item;
    return found === undefined ? missing(object, toText(key)) : found;
  }
  return typeof key === 'string' ? getAttribute(object, key) : missing(object, toText(key));
}

/** `object[start:stop:step]` on text, lists, tuples and objects that can be sliced. */
export function slice(object: Value, start: Value, stop: Value, step: Value): Value {
  if (object instanceof Undefined) throw new TemplateFault(object.reason);
  const bound = (value: Value): number | null => (value === null ? null : (numberOf(value) ?? null));
  const stride = bound(step) ?? 1;
  if (stride === 0) throw new TemplateFault('slice step cannot be zero');
  if (object instanceof Range) return object.slice(bound(start), bound(stop), stride);
  const items = sliceable(object);
  const picked: Value[] = [];
  const { from, to } = sliceBounds(bound(start), bound(stop), stride, items.length);
  for (let at = from; stride > 0 ? at < to : at > to; at += stride) picked.push(items[at] as Value);
  if (typeof object === 'string') return picked.join('');
  return object instanceof Tuple || object instanceof TemplateObject ? Tuple.fromItems(picked) : picked;
}

function sliceable(object: Value): readonly Value[] {
  if (typeof object === 'string') return [...object];
  if (Array.isArray(object)) return object;
  const items = object instanceof TemplateObject ? object.iterate() : undefined;
  if (items === undefined) throw new TemplateFault(`'${typeName(object)}' object is not subscriptable`);
  return [...items];
}

/** `{% set ns.name = value %}`. Throws TemplateFault for anything but a namespace. */
export function setAttribute(object: Value, name: string, value: Value): void {
  if (!(object instanceof Namespace))
    throw new TemplateFault('cannot assign attribute on non-namespace object');
  object.attributes.set(name, value);
}

/** `object.name(…)`: methods of built-in values are called directly, without a function value in between. */
export function callMethod(
  object: Value,
  name: string,
  args: readonly Value[],
  kwargs: KeywordArguments,
): Value | Promise<Value> {
  if (!(object instanceof TemplateObject)) {
    const method = name.startsWith('__') ? undefined : methodsOf(object)?.[name];
    if (method !== undefined) return method(object as never, args, kwargs);
  }
  return call(getAttribute(object, name), args, kwargs);
}
