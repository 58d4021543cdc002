import { TemplateFunction, TemplateObject, type Value } from '../value.ts';
import { compare } from '../values/compare.ts';
import { DictView } from '../values/dict-view.ts';
import { equals } from '../values/equals.ts';
import { Float } from '../values/float.ts';
import { iterate } from '../values/iterate.ts';
import { toText } from '../values/to-text.ts';
import { numberOf } from '../values/type-name.ts';
import { Undefined } from '../values/undefined.ts';
import { binary, contains } from './operators.ts';
import { stringMethods } from './string-methods.ts';

/** A test: what stands left of `is`, then its arguments. */
export type Test = (value: Value, args: readonly Value[]) => boolean;

const first = (args: readonly Value[]): Value => args[0] ?? null;
const ordered =
  (operator: string, holds: (sign: number) => boolean): Test =>
  (value, args) =>
    holds(compare(value, first(args), operator));
const same: Test = (value, args) => equals(value, first(args));
const different: Test = (value, args) => !equals(value, first(args));
const greater = ordered('>', (sign) => sign > 0);
const atLeast = ordered('>=', (sign) => sign >= 0);
const less = ordered('<', (sign) => sign < 0);
const atMost = ordered('<=', (sign) => sign <= 0);

const isInteger = (value: Value): boolean =>
  typeof value === 'bigint' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isInteger(value));
const isFloat = (value: Value): boolean =>
  value instanceof Float || (typeof value === 'number' && !Number.isInteger(value));

function isIterable(value: Value): boolean {
  try {
    iterate(value);
    return true;
  } catch {
    return false;
  }
}

function isSequence(value: Value): boolean {
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Map || value instanceof Set)
    return true;
  return value instanceof TemplateObject && value.length() !== undefined && !(value instanceof DictView);
}

/** Jinja's tests that need no other table (`is filter` and `is test` are added with the tables). */
export const tests = {
  none: (value) => value === null,
  defined: (value) => !(value instanceof Undefined),
  undefined: (value) => value instanceof Undefined,
  string: (value) => typeof value === 'string',
  mapping: (value) => value instanceof Map || (value instanceof TemplateObject && value.isMapping()),
  iterable: isIterable,
  sequence: isSequence,
  number: (value) =>
    numberOf(value) !== undefined ||
    (value instanceof TemplateObject && value.typeName === 'decimal.Decimal'),
  integer: (value) => isInteger(value) && typeof value !== 'boolean',
  float: isFloat,
  boolean: (value) => typeof value === 'boolean',
  true: (value) => value === true,
  false: (value) => value === false,
  callable: (value) =>
    value instanceof TemplateFunction ||
    (value instanceof TemplateObject && (value.invoke !== undefined || value instanceof Undefined)),
  odd: (value) => equals(binary('%', value, 2), 1),
  even: (value) => equals(binary('%', value, 2), 0),
  divisibleby: (value, args) => equals(binary('%', value, first(args)), 0),
  eq: same,
  equalto: same,
  '==': same,
  ne: different,
  '!=': different,
  gt: greater,
  greaterthan: greater,
  '>': greater,
  ge: atLeast,
  '>=': atLeast,
  lt: less,
  lessthan: less,
  '<': less,
  le: atMost,
  '<=': atMost,
  in: (value, args) => contains(first(args), value),
  sameas: (value, args) => value === first(args),
  lower: (value) => stringMethods['islower']?.(toText(value), [], null) === true,
  upper: (value) => stringMethods['isupper']?.(toText(value), [], null) === true,
  escaped: () => false,
} satisfies Readonly<Record<string, Test>>;
