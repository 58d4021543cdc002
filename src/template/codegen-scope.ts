import type { Expression, Statement, Target } from './ast.ts';

/** State of one emitted JavaScript function. */
export interface FunctionFrame {
  /** Names of temporaries, declared at the function's head. */
  readonly temporaries: string[];
  /** A `return()` at statement level is a JavaScript return here. */
  readonly canReturn: boolean;
}

/** A variable of the template as a variable of the emitted code. */
export interface Variable {
  readonly js: string;
  /** Set on every path before it is read; others may still be unset and fall through to the outer scope. */
  readonly definite: boolean;
}

/** Names visible at a place of the template, innermost first. */
export class CodeScope {
  readonly outer: CodeScope | null;
  readonly frame: FunctionFrame;
  readonly variables = new Map<string, Variable>();

  constructor(outer: CodeScope | null, frame: FunctionFrame) {
    this.outer = outer;
    this.frame = frame;
  }
}

/** Every name a target binds. */
export function targetNames(target: Target, visit: (name: string) => void): void {
  if (target.kind === 'name') visit(target.name);
  else if (target.kind === 'targets') for (const item of target.items) targetNames(item, visit);
}

/** Names that the statements set in their own scope (`if` branches included, loops and blocks not). */
export function assignedNames(body: readonly Statement[], names = new Set<string>()): Set<string> {
  for (const statement of body) {
    if (statement.kind === 'set' || statement.kind === 'set-block') {
      targetNames(statement.target, (name) => names.add(name));
    } else if (statement.kind === 'macro') {
      names.add(statement.name);
    } else if (statement.kind === 'if') {
      assignedNames(statement.then, names);
      if (statement.otherwise) assignedNames(statement.otherwise, names);
    }
  }
  return names;
}

/** Whether a name is read anywhere in a tree. */
export function mentions(tree: unknown, name: string): boolean {
  if (Array.isArray(tree)) return tree.some((item) => mentions(item, name));
  if (tree === null || typeof tree !== 'object') return false;
  const node = tree as Expression;
  if (node.kind === 'name') return node.name === name;
  return Object.values(tree).some((value) => typeof value === 'object' && mentions(value, name));
}
