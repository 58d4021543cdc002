import type { Template } from './ast.ts';
import { compileValuesAsync, compileValuesSync } from './compile-template.ts';
import { parseTemplate } from './parse-template.ts';
import { NativeMark } from './runtime/native-filters.ts';
import { TemplateFault } from './runtime/template-fault.ts';
import type { Origin } from './template-syntax-error.ts';
import type { Expression } from './ast.ts';
import { TemplateObject, type Scope, type Value } from './value.ts';
import { toFloat } from './values/float.ts';
import { toText } from './values/to-text.ts';
import { Tuple } from './values/tuple.ts';
import { Undefined } from './values/undefined.ts';
import { negate } from './runtime/operators.ts';

/**
 * Renders a template the way dbt renders YAML values: a single `{{ expression }}` gives its value, or what `as_native`,
 * `as_bool` or `as_number` makes of its text; constant expressions (`{{ 1 + 1 }}`) and anything else give text.
 */
export function compileSyncNative(template: Template): (scope: Scope) => Value {
  const values = compileValuesSync(template);
  const constant = isConstantOutput(template);
  return (scope) => nativeValue(values(scope), constant);
}

/** As `compileSyncNative`, with calls that may give promises. */
export function compileAsyncNative(template: Template): (scope: Scope) => Promise<Value> {
  const values = compileValuesAsync(template);
  const constant = isConstantOutput(template);
  return async (scope) => nativeValue(await values(scope), constant);
}

/** Jinja folds constant expressions into text before dbt sees a value. */
function isConstantOutput(template: Template): boolean {
  const [only] = template.body;
  return template.body.length === 1 && only?.kind === 'output' && isConstant(only.expression);
}

function isConstant(expression: Expression): boolean {
  switch (expression.kind) {
    case 'constant':
      return true;
    case 'list':
    case 'tuple':
      return expression.items.every(isConstant);
    case 'dict':
      return expression.entries.every(([key, value]) => isConstant(key) && isConstant(value));
    case 'concat':
      return expression.parts.every(isConstant);
    case 'binary':
      return isConstant(expression.left) && isConstant(expression.right);
    case 'negate':
    case 'plus':
    case 'not':
      return isConstant(expression.operand);
    default:
      return false;
  }
}

function nativeValue(values: readonly Value[], constant: boolean): Value {
  const [only] = values;
  if (values.length === 0) return '';
  if (values.length > 1 || only === undefined) return values.map(toText).join('');
  if (only instanceof NativeMark) return readMark(only);
  if (only instanceof Undefined) return '';
  return constant ? toText(only) : only;
}

function readMark(mark: NativeMark): Value {
  if (mark.wish === 'text') return toText(mark.value);
  const value = typeof mark.value === 'string' ? literalEval(mark.value) : mark.value;
  if (mark.wish === 'bool' && typeof value !== 'boolean') {
    throw new TemplateFault(`Could not convert value '${toText(mark.value)}' into type 'bool'`);
  }
  if (
    mark.wish === 'number' &&
    typeof value !== 'number' &&
    typeof value !== 'bigint' &&
    !(value instanceof TemplateObject)
  ) {
    throw new TemplateFault(`Could not convert value '${toText(mark.value)}' into type 'number'`);
  }
  return value;
}

const ORIGIN: Origin = { file: '<literal>' };

/** Python's `literal_eval`: the value of a literal, or the text itself when it is none. */
function literalEval(text: string): Value {
  const trimmed = text.trim();
  if (trimmed === '' || /^(true|false|none)$/.test(trimmed)) return text;
  try {
    const { body } = parseTemplate(`{{ ${text} }}`, ORIGIN);
    const [statement] = body;
    if (body.length !== 1 || statement?.kind !== 'output') return text;
    return literal(statement.expression) ?? text;
  } catch {
    // Not an expression at all: it stays text, as in Python's caller.
    return text;
  }
}

/** The value of a literal expression; undefined for anything that would have to be computed. */
function literal(expression: Expression): Value | undefined {
  switch (expression.kind) {
    case 'constant': {
      const { value, float } = expression;
      return float === true && typeof value === 'number' ? toFloat(value) : value;
    }
    case 'negate': {
      const value = literal(expression.operand);
      return typeof value === 'number' || typeof value === 'bigint' || value instanceof TemplateObject
        ? negate(value)
        : undefined;
    }
    case 'list':
    case 'tuple': {
      const items = expression.items.map(literal);
      if (items.includes(undefined)) return undefined;
      return expression.kind === 'tuple' ? Tuple.fromItems(items as Value[]) : (items as Value[]);
    }
    case 'dict': {
      const entries = expression.entries.map(([key, value]) => [literal(key), literal(value)] as const);
      if (entries.some(([key, value]) => key === undefined || value === undefined)) return undefined;
      return new Map(entries as [Value, Value][]);
    }
    default:
      return undefined;
  }
}
