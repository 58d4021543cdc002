import type { Expression, Statement, Template } from './ast.ts';

/**
 * Names a template or macro calls, as far as the text tells: `name`, `package.name`, and what `adapter.dispatch`
 * is given (as `dispatch:name` or `dispatch:namespace.name`).
 */
export function macroCalls(source: Template | Statement): readonly string[] {
  const names = new Set<string>();
  visit('body' in source && !('kind' in source) ? source.body : source, names);
  return [...names];
}

function visit(tree: unknown, names: Set<string>): void {
  if (Array.isArray(tree)) {
    for (const item of tree) visit(item, names);
    return;
  }
  if (tree === null || typeof tree !== 'object') return;
  if ((tree as Expression).kind === 'call') addCall(tree as Expression & { readonly kind: 'call' }, names);
  for (const value of Object.values(tree)) if (typeof value === 'object') visit(value, names);
}

function addCall(call: Expression & { readonly kind: 'call' }, names: Set<string>): void {
  const { callee } = call;
  if (callee.kind === 'name') {
    names.add(callee.name);
    return;
  }
  if (callee.kind !== 'attribute' || callee.object.kind !== 'name') return;
  if (callee.object.name === 'adapter' && callee.name === 'dispatch') {
    const name = constantText(call.args.positional[0] ?? keyword(call, 'macro_name'));
    const namespace = constantText(call.args.positional[1] ?? keyword(call, 'macro_namespace'));
    if (name !== null) names.add(`dispatch:${namespace === null ? '' : `${namespace}.`}${name}`);
    return;
  }
  names.add(`${callee.object.name}.${callee.name}`);
}

function keyword(call: Expression & { readonly kind: 'call' }, name: string): Expression | undefined {
  return call.args.keywords.find(([key]) => key === name)?.[1];
}

function constantText(expression: Expression | undefined): string | null {
  return expression?.kind === 'constant' && typeof expression.value === 'string' ? expression.value : null;
}
