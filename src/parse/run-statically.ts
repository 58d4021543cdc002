import type { Arguments, Expression, Statement, Template } from '../template/ast.ts';
import { callMethod, getAttribute } from '../template/runtime/access.ts';
import { templateGlobals } from '../template/runtime/globals.ts';
import { TemplateFunction, TemplateObject, type Scope, type Value } from '../template/value.ts';
import { toFloat } from '../template/values/float.ts';
import { isTruthy } from '../template/values/truthy.ts';
import { Tuple } from '../template/values/tuple.ts';
import { Undefined } from '../template/values/undefined.ts';

/**
 * Renders a template for its calls alone, without making code of it. Most models do no more than call `ref`, `source`,
 * `config` and macros with constants, perhaps inside `{% if is_incremental() %}`. Gives false for any other template,
 * and when something fails: it is then to be rendered in full, which also tells where.
 */
export function runStatically(template: Template, scope: Scope): boolean {
  if (!template.body.every(isSimpleStatement)) return false;
  try {
    run(template.body, scope);
    return true;
  } catch {
    return false;
  }
}

/** The value of a template that is one simple expression; undefined for any other, and when it fails. */
export function evaluateStatically(template: Template, scope: Scope): Value | undefined {
  const [statement] = template.body;
  if (template.body.length !== 1 || statement?.kind !== 'output') return undefined;
  if (statement.expression.kind !== 'call' || !isSimple(statement.expression)) return undefined;
  try {
    return evaluate(statement.expression, scope);
  } catch {
    return undefined;
  }
}

function isSimpleStatement(statement: Statement): boolean {
  switch (statement.kind) {
    case 'data':
      return true;
    case 'output':
    case 'do':
      return isSimple(statement.expression);
    case 'if':
      return (
        isSimple(statement.test) &&
        statement.then.every(isSimpleStatement) &&
        (statement.otherwise?.every(isSimpleStatement) ?? true)
      );
    default:
      return false;
  }
}

function isSimple(expression: Expression): boolean {
  switch (expression.kind) {
    case 'constant':
    case 'name':
      return true;
    case 'list':
    case 'tuple':
      return expression.items.every(isSimple);
    case 'dict':
      return expression.entries.every(([key, value]) => isSimple(key) && isSimple(value));
    case 'not':
      return isSimple(expression.operand);
    case 'and':
    case 'or':
      return isSimple(expression.left) && isSimple(expression.right);
    case 'attribute':
      return isSimple(expression.object);
    case 'call':
      return (
        (expression.callee.kind === 'name' ||
          (expression.callee.kind === 'attribute' && expression.callee.object.kind === 'name')) &&
        expression.args.spread === null &&
        expression.args.spreadKeywords === null &&
        expression.args.positional.every(isSimple) &&
        expression.args.keywords.every(([, value]) => isSimple(value))
      );
    default:
      return false;
  }
}

function run(body: readonly Statement[], scope: Scope): void {
  for (const statement of body) {
    if (statement.kind === 'output' || statement.kind === 'do') evaluate(statement.expression, scope);
    else if (statement.kind === 'if') {
      if (isTruthy(evaluate(statement.test, scope))) run(statement.then, scope);
      else if (statement.otherwise) run(statement.otherwise, scope);
    }
  }
}

function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'constant': {
      const { value, float } = expression;
      return float === true && typeof value === 'number' ? toFloat(value) : value;
    }
    case 'name':
      return (
        scope.lookup(expression.name) ?? templateGlobals.get(expression.name) ?? new Undefined('undefined')
      );
    case 'list':
      return expression.items.map((item) => evaluate(item, scope));
    case 'tuple':
      return Tuple.fromItems(expression.items.map((item) => evaluate(item, scope)));
    case 'dict':
      return new Map(
        expression.entries.map(([key, value]) => [evaluate(key, scope), evaluate(value, scope)]),
      );
    case 'not':
      return !isTruthy(evaluate(expression.operand, scope));
    case 'and':
    case 'or': {
      const left = evaluate(expression.left, scope);
      return isTruthy(left) === (expression.kind === 'and') ? evaluate(expression.right, scope) : left;
    }
    case 'attribute': {
      const object = evaluate(expression.object, scope);
      return object instanceof Undefined ? object : getAttribute(object, expression.name);
    }
    case 'call':
      return evaluateCall(expression.callee, expression.args, scope);
    default:
      throw new Error(`not simple: ${expression.kind}`);
  }
}

/** What is undefined and called is left to the full rendering, which tells of it. */
function evaluateCall(callee: Expression, args: Arguments, scope: Scope): Value {
  const positional = args.positional.map((item) => evaluate(item, scope));
  const keywords =
    args.keywords.length === 0
      ? null
      : new Map(args.keywords.map(([name, value]) => [name, evaluate(value, scope)]));
  if (callee.kind === 'attribute') {
    const object = evaluate(callee.object, scope);
    if (object instanceof Undefined) throw new Error('undefined');
    if (object instanceof TemplateObject)
      return invoke(getAttribute(object, callee.name), positional, keywords);
    return settled(callMethod(object, callee.name, positional, keywords));
  }
  return invoke(evaluate(callee, scope), positional, keywords);
}

function invoke(callee: Value, args: readonly Value[], kwargs: ReadonlyMap<string, Value> | null): Value {
  if (callee instanceof TemplateFunction) return settled(callee.invoke(args, kwargs));
  if (callee instanceof TemplateObject && callee.invoke) return settled(callee.invoke(args, kwargs));
  throw new Error('not callable');
}

function settled(result: Value | Promise<Value>): Value {
  if (result instanceof Promise) throw new Error('a promise while parsing');
  return result;
}
