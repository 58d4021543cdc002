import { TemplateFunction, TemplateObject, type KeywordArguments, type Scope, type Value } from '../value.ts';
import { toArray, iterate } from '../values/iterate.ts';
import { begin, enter, pass } from './runaway.ts';
import { Float } from '../values/float.ts';
import { setEntry } from '../values/hashed.ts';
import { toText } from '../values/to-text.ts';
import { isTruthy } from '../values/truthy.ts';
import { Tuple } from '../values/tuple.ts';
import { Undefined } from '../values/undefined.ts';
import { numberOf, typeName } from '../values/type-name.ts';
import { suggest } from '../../errors/did-you-mean.ts';
import { callMethod, getAttribute, getItem, methodsOf, setAttribute, slice } from './access.ts';
import { call } from './call.ts';
import { applyFilter, applyTest } from './filters.ts';
import { templateGlobals } from './globals.ts';
import { Loop } from './loop.ts';
import { binary, compareWith, negate, plus } from './operators.ts';
import { MacroReturn, TemplateFault } from './template-fault.ts';

/** Marks a variable that no statement has set yet. */
const UNSET = Symbol('unset');

function lookup(scope: Scope, name: string): Value {
  return scope.lookup(name) ?? templateGlobals.get(name) ?? new Undefined(`'${name}' is undefined`);
}

/** A call of a plain name: an undefined one gets the nearest known name as a hint. */
function callNamed(
  scope: Scope,
  name: string,
  callee: Value,
  args: readonly Value[],
  kwargs: KeywordArguments,
): Value | Promise<Value> {
  if (callee instanceof Undefined) {
    if (callee.reason !== `'${name}' is undefined`) throw new TemplateFault(callee.reason);
    const suggestion = scope.names ? suggest(name, scope.names()) : null;
    throw new TemplateFault(
      `'${name}' is undefined. This can happen when calling a macro that does not exist. Check for typos and/or install package dependencies with "tx deps".`,
      suggestion ? `Did you mean '${suggestion}'?` : undefined,
    );
  }
  return call(callee, args, kwargs);
}

function unpack(value: Value, count: number): readonly Value[] {
  if (numberOf(value) !== undefined || value === null)
    throw new TemplateFault(`cannot unpack non-iterable ${typeName(value)} object`);
  const items = toArray(value);
  if (items.length < count) {
    throw new TemplateFault(`not enough values to unpack (expected ${count}, got ${items.length})`);
  }
  if (items.length > count) throw new TemplateFault(`too many values to unpack (expected ${count})`);
  return items;
}

/** Keyword arguments of a call: those by name, then what `**` spreads. */
function keywords(
  pairs: readonly (readonly [string, Value])[],
  spread: Value | undefined,
): Map<string, Value> {
  const map = new Map(pairs);
  if (spread === undefined) return map;
  if (!(spread instanceof Map))
    throw new TemplateFault(`argument after ** must be a mapping, not ${typeName(spread)}`);
  for (const [key, value] of spread) map.set(toText(key), value);
  return map;
}

/** Whether a keyword argument goes to a parameter that the positional arguments have not filled. */
function isExpected(key: string, known: readonly string[], given: number): boolean {
  return known.indexOf(key) >= given;
}

/** The keyword arguments that a macro does not name, as its `kwargs`. */
function restKeywords(kwargs: KeywordArguments, known: readonly string[], given: number): Map<Value, Value> {
  const rest = new Map<Value, Value>();
  for (const [key, value] of kwargs ?? [])
    if (key !== 'caller' && !isExpected(key, known, given)) rest.set(key, value);
  return rest;
}

function checkKeywords(
  macro: string,
  kwargs: KeywordArguments,
  known: readonly string[],
  given: number,
  caller: boolean,
): void {
  for (const key of kwargs?.keys() ?? []) {
    if (isExpected(key, known, given)) continue;
    if (key === 'caller') {
      if (caller) continue;
      throw new TemplateFault(`macro '${macro}' is called with a call block, but does not use caller()`);
    }
    const suggestion = suggest(key, known);
    throw new TemplateFault(
      `macro '${macro}' takes no keyword argument '${key}'`,
      suggestion ? `Did you mean '${suggestion}'?` : undefined,
    );
  }
}

function checkCount(macro: string, args: readonly Value[], count: number): void {
  if (args.length > count)
    throw new TemplateFault(`macro '${macro}' takes not more than ${count} argument(s)`);
}

function dict(pairs: readonly (readonly [Value, Value])[]): Map<Value, Value> {
  const map = new Map<Value, Value>();
  for (const [key, value] of pairs) {
    if (typeof key === 'string') map.set(key, value);
    else setEntry(map, key, value);
  }
  return map;
}

/** Whether a built-in value has no method of this name (a dict may still have an item). */
function methodMissing(object: Value, name: string): boolean {
  return name.startsWith('__') || methodsOf(object)?.[name] === undefined;
}

const tuple = (items: readonly Value[]): Tuple => Tuple.fromItems(items);
const float = (value: number): Float => new Float(value);
const undefinedValue = (reason: string): Undefined => new Undefined(reason);
const macro = (name: string, invoke: TemplateFunction['invoke']): TemplateFunction =>
  new TemplateFunction(name, invoke);
const loop = (
  items: readonly Value[],
  depth: number,
  recurse: ((items: Value) => Value | Promise<Value>) | null,
): Loop => new Loop(items, depth, recurse);

/** Everything that generated code may name: nothing else of JavaScript is within its reach. */
export const library = {
  UNSET,
  MacroReturn,
  lookup,
  callNamed,
  unpack,
  keywords,
  restKeywords,
  checkKeywords,
  checkCount,
  dict,
  tuple,
  float,
  undefinedValue,
  macro,
  loop,
  toText,
  isTruthy,
  toArray,
  iterate,
  call,
  callMethod,
  getAttribute,
  getItem,
  setAttribute,
  slice,
  applyFilter,
  applyTest,
  binary,
  compareWith,
  negate,
  plus,
  begin,
  enter,
  pass,
} as const;

/** The library for parsing: what is undefined may be called and looked into, and stays undefined. */
export const lenientLibrary: typeof library = {
  ...library,
  getAttribute: (object, name) => (object instanceof Undefined ? object : getAttribute(object, name)),
  getItem: (object, key) => (object instanceof Undefined ? object : getItem(object, key)),
  call: (callee, args, kwargs) => (callee instanceof Undefined ? callee : call(callee, args, kwargs)),
  callNamed: (scope, name, callee, args, kwargs) =>
    callee instanceof Undefined ? callee : callNamed(scope, name, callee, args, kwargs),
  callMethod(object, name, args, kwargs) {
    if (object instanceof Undefined) return object;
    if (object instanceof TemplateObject || methodMissing(object, name)) {
      const member = getAttribute(object, name);
      return member instanceof Undefined ? member : call(member, args, kwargs);
    }
    return callMethod(object, name, args, kwargs);
  },
};

/** The library for parsing that tells of every name that is called, or looked into for a call, and is not defined. */
export function tellingLibrary(tell: (name: string) => void): typeof library {
  const note = (value: Value): void => {
    const name = value instanceof Undefined ? /^'(\w+)' is undefined$/.exec(value.reason)?.[1] : undefined;
    if (name !== undefined) tell(name);
  };
  return {
    ...lenientLibrary,
    callNamed(scope, name, callee, args, kwargs) {
      note(callee);
      return lenientLibrary.callNamed(scope, name, callee, args, kwargs);
    },
    callMethod(object, name, args, kwargs) {
      note(object);
      return lenientLibrary.callMethod(object, name, args, kwargs);
    },
  };
}

/** Names of the library, for the head of generated code. */
export const libraryNames = Object.keys(library);
