import type { Json, JsonObject } from '../config/json.ts';
import type { Expression, Template } from '../template/ast.ts';
import { toRepr } from '../template/values/to-text.ts';

/**
 * The arguments of a text's first `config()` call as written: what `unrendered_config` says of it. Text constants stand
 * without quotes. Null when there is no such call or it gives nothing by name.
 */
export function unrenderedCall(template: Template): JsonObject | null {
  const call = firstConfigCall(template.body);
  if (call === null || call.args.keywords.length === 0) return null;
  const out: Record<string, Json> = {};
  for (const [name, value] of call.args.keywords) out[name] = textOf(value);
  return out;
}

type Call = Expression & { readonly kind: 'call' };

function firstConfigCall(tree: unknown): Call | null {
  if (Array.isArray(tree)) {
    for (const item of tree) {
      const found = firstConfigCall(item);
      if (found) return found;
    }
    return null;
  }
  if (tree === null || typeof tree !== 'object') return null;
  const node = tree as Expression;
  if (node.kind === 'call' && node.callee.kind === 'name' && node.callee.name === 'config') return node;
  for (const value of Object.values(tree)) {
    if (typeof value !== 'object') continue;
    const found = firstConfigCall(value);
    if (found) return found;
  }
  return null;
}

const LOOSE = 0;
const TIGHT = 1;

/** An expression as Python would write it. */
function textOf(expression: Expression): string {
  return expression.kind === 'constant' && typeof expression.value === 'string'
    ? expression.value
    : write(expression, LOOSE);
}

function write(expression: Expression, binding: number): string {
  switch (expression.kind) {
    case 'constant':
      return constantText(expression.value, expression.float === true);
    case 'name':
      return expression.name;
    case 'list':
      return `[${list(expression.items)}]`;
    case 'tuple':
      return `(${list(expression.items)}${expression.items.length === 1 ? ',' : ''})`;
    case 'dict':
      return `{${expression.entries.map(([key, value]) => `${write(key, LOOSE)}: ${write(value, LOOSE)}`).join(', ')}}`;
    case 'attribute':
      return `${write(expression.object, TIGHT)}.${expression.name}`;
    case 'item':
      return `${write(expression.object, TIGHT)}[${write(expression.index, LOOSE)}]`;
    case 'slice':
      return `${write(expression.object, TIGHT)}[${expression.bounds
        .slice(0, expression.bounds[2] ? 3 : 2)
        .map((bound) => (bound ? write(bound, LOOSE) : ''))
        .join(':')}]`;
    case 'call':
      return `${write(expression.callee, TIGHT)}(${argumentsText(expression.args)})`;
    case 'filter':
      return `${write(expression.object, TIGHT)} | ${expression.name}${expression.args.positional.length + expression.args.keywords.length > 0 ? `(${argumentsText(expression.args)})` : ''}`;
    case 'test':
      return `${write(expression.object, TIGHT)} is ${expression.name}`;
    default:
      return binding === TIGHT ? `(${operation(expression)})` : operation(expression);
  }
}

function operation(expression: Expression): string {
  switch (expression.kind) {
    case 'not':
      return `not ${write(expression.operand, TIGHT)}`;
    case 'and':
    case 'or':
      return `${write(expression.left, TIGHT)} ${expression.kind} ${write(expression.right, TIGHT)}`;
    case 'condition': {
      const otherwise = expression.otherwise ? ` else ${write(expression.otherwise, TIGHT)}` : '';
      return `${write(expression.then, TIGHT)} if ${write(expression.test, TIGHT)}${otherwise}`;
    }
    case 'binary':
      return `${write(expression.left, TIGHT)} ${expression.operator} ${write(expression.right, TIGHT)}`;
    case 'concat':
      return expression.parts.map((part) => write(part, TIGHT)).join(' ~ ');
    case 'negate':
      return `-${write(expression.operand, TIGHT)}`;
    case 'plus':
      return `+${write(expression.operand, TIGHT)}`;
    case 'compare':
      return [
        write(expression.first, TIGHT),
        ...expression.rest.map(([operator, operand]) => `${operator} ${write(operand, TIGHT)}`),
      ].join(' ');
    default:
      return '';
  }
}

function list(items: readonly Expression[]): string {
  return items.map((item) => write(item, LOOSE)).join(', ');
}

function argumentsText(args: Call['args']): string {
  return [
    ...args.positional.map((item) => write(item, LOOSE)),
    ...args.keywords.map(([name, value]) => `${name}=${write(value, LOOSE)}`),
    ...(args.spread ? [`*${write(args.spread, TIGHT)}`] : []),
    ...(args.spreadKeywords ? [`**${write(args.spreadKeywords, TIGHT)}`] : []),
  ].join(', ');
}

function constantText(value: null | boolean | number | string | bigint, float: boolean): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return toRepr(value);
  return float && Number.isInteger(value) ? `${value}.0` : String(value);
}
