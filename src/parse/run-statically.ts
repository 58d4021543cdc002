import type { Expression, Statement, Template } from '../template/ast.ts';
import { TemplateFault } from '../template/runtime/template-fault.ts';
import { TemplateFunction, TemplateObject, type Scope, type Value } from '../template/value.ts';
import { Tuple } from '../template/values/tuple.ts';
import { Undefined } from '../template/values/undefined.ts';
import { toFloat } from '../template/values/float.ts';

/** Names whose calls have an effect while parsing and whose arguments are mostly constants. */
const CALLED: ReadonlySet<string> = new Set(['ref', 'source', 'config', 'var', 'env_var']);
const PRINTED: ReadonlySet<string> = new Set(['this']);

/**
 * Renders a template that does no more than call `ref`, `source`, `config`, `var` and `env_var` with constants, without
 * making code of it: most models are of this kind. Gives false for any other template, where `isOverridden` says that
 * the project has a macro of such a name, and when a call fails: it is then to be rendered in full, for its position.
 */
export function runStatically(
  template: Template,
  scope: Scope,
  isOverridden: (name: string) => boolean,
): boolean {
  if (!template.body.every(isSimple)) return false;
  for (const statement of template.body) {
    if (statement.kind === 'output' && isOverridden(calledName(statement.expression))) return false;
  }
  try {
    for (const statement of template.body) {
      if (statement.kind === 'output') evaluate(statement.expression, scope);
    }
    return true;
  } catch (thrown) {
    if (thrown instanceof TemplateFault) return false;
    throw thrown;
  }
}

/**
 * The value of a template that is one call whose arguments are constants or such calls; undefined for any other, and
 * when a call gives a promise.
 */
export function evaluateCalls(template: Template, scope: Scope): Value | undefined {
  const [statement] = template.body;
  if (template.body.length !== 1 || statement?.kind !== 'output') return undefined;
  const { expression } = statement;
  if (expression.kind !== 'call' || !isNestedCall(expression)) return undefined;
  try {
    const value = evaluate(expression, scope);
    return value instanceof Promise ? undefined : value;
  } catch (thrown) {
    // Rendered in full, the call fails again, with its place.
    if (thrown instanceof TemplateFault) return undefined;
    throw thrown;
  }
}

function isNestedCall(expression: Expression): boolean {
  if (isPlain(expression)) return true;
  return (
    expression.kind === 'call' &&
    expression.callee.kind === 'name' &&
    expression.args.spread === null &&
    expression.args.spreadKeywords === null &&
    expression.args.positional.every(isNestedCall) &&
    expression.args.keywords.every(([, value]) => isNestedCall(value))
  );
}

function calledName(expression: Expression): string {
  return expression.kind === 'call' && expression.callee.kind === 'name' ? expression.callee.name : '';
}

function isSimple(statement: Statement): boolean {
  if (statement.kind === 'data') return true;
  if (statement.kind !== 'output') return false;
  const { expression } = statement;
  return (expression.kind === 'name' && PRINTED.has(expression.name)) || isCall(expression);
}

function isCall(expression: Expression): boolean {
  return (
    expression.kind === 'call' &&
    expression.callee.kind === 'name' &&
    CALLED.has(expression.callee.name) &&
    expression.args.spread === null &&
    expression.args.spreadKeywords === null &&
    expression.args.positional.every(isPlain) &&
    expression.args.keywords.every(([, value]) => isPlain(value))
  );
}

function isPlain(expression: Expression): boolean {
  switch (expression.kind) {
    case 'constant':
      return true;
    case 'list':
    case 'tuple':
      return expression.items.every(isPlain);
    case 'dict':
      return expression.entries.every(([key, value]) => isPlain(key) && isPlain(value));
    default:
      return false;
  }
}

function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'constant': {
      const { value, float } = expression;
      return float === true && typeof value === 'number' ? toFloat(value) : value;
    }
    case 'list':
      return expression.items.map((item) => evaluate(item, scope));
    case 'tuple':
      return Tuple.fromItems(expression.items.map((item) => evaluate(item, scope)));
    case 'dict':
      return new Map(
        expression.entries.map(([key, value]) => [evaluate(key, scope), evaluate(value, scope)]),
      );
    case 'call': {
      const callee = expression.callee.kind === 'name' ? scope.lookup(expression.callee.name) : undefined;
      const args = expression.args.positional.map((item) => evaluate(item, scope));
      const kwargs =
        expression.args.keywords.length === 0
          ? null
          : new Map(expression.args.keywords.map(([name, value]) => [name, evaluate(value, scope)]));
      if (callee instanceof TemplateFunction) return callee.invoke(args, kwargs) as Value;
      if (callee instanceof TemplateObject && callee.invoke) return callee.invoke(args, kwargs) as Value;
      return callee ?? new Undefined('undefined');
    }
    default:
      return null;
  }
}
