import type { Arguments, Expression } from './ast.ts';
import type { CodeScope } from './codegen-scope.ts';
import { type FunctionFrame } from './codegen-scope.ts';
import { nativeFilterName } from './runtime/native-filters.ts';
import { isTruthy } from './values/truthy.ts';
import { toText } from './values/to-text.ts';
import { Float } from './values/float.ts';

const quote = (value: unknown): string => JSON.stringify(value);

/**
 * Keeps a node's place for errors: the last argument of what may fail, so that it is evaluated after the operands, which
 * keep their own places. The functions of the library do not look at it.
 */
const at = (expression: Expression): string => `p=${expression.pos}`;

/**
 * Emits JavaScript for expressions. Only quoted literals, generated names and names of the runtime library ever enter
 * the code. In the asynchronous flavour a call's result is awaited when it is a promise.
 */
export class ExpressionCodegen {
  protected readonly async: boolean;
  /** Whether values are rendered, not text. */
  protected readonly isNative: boolean;
  /** Texts that stand in the template as constants: the code reads them from `C`, so that code of one shape is one code. */
  readonly constants: string[] = [];
  #names = 0;

  constructor(async: boolean, isNative: boolean) {
    this.async = async;
    this.isNative = isNative;
  }

  protected fresh(prefix: string): string {
    this.#names += 1;
    return `${prefix}${this.#names}`;
  }

  protected temporary(frame: FunctionFrame): string {
    const name = this.fresh('t');
    frame.temporaries.push(name);
    return name;
  }

  /** Reads a name: the innermost variable that is set, else the scope given at run time. */
  protected read(name: string, scope: CodeScope | null): string {
    for (let at = scope; at !== null; at = at.outer) {
      const variable = at.variables.get(name);
      if (variable === undefined) continue;
      if (variable.definite) return variable.js;
      return `(${variable.js}!==UNSET?${variable.js}:${this.read(name, at.outer)})`;
    }
    return `lookup(S,${quote(name)})`;
  }

  protected value(expression: Expression, scope: CodeScope): string {
    switch (expression.kind) {
      case 'constant':
        return this.#constant(expression.value, expression.float === true);
      case 'name':
        return this.read(expression.name, scope);
      case 'list':
        return `[${this.#list(expression.items, scope)}]`;
      case 'tuple':
        return `tuple([${this.#list(expression.items, scope)}])`;
      case 'dict':
        return `dict([${expression.entries.map(([key, value]) => `[${this.value(key, scope)},${this.value(value, scope)}]`).join(',')}])`;
      case 'attribute':
        return `getAttribute(${this.value(expression.object, scope)},${quote(expression.name)},${at(expression)})`;
      case 'item':
        return `getItem(${this.value(expression.object, scope)},${this.value(expression.index, scope)},${at(expression)})`;
      case 'slice': {
        const bounds = expression.bounds.map((bound) => (bound ? this.value(bound, scope) : 'null'));
        return `slice(${this.value(expression.object, scope)},${bounds.join(',')},${at(expression)})`;
      }
      case 'call':
        return this.callCode(expression, scope, []);
      case 'block-text':
        return 'B';
      default:
        return this.#operation(expression, scope);
    }
  }

  #list(items: readonly Expression[], scope: CodeScope): string {
    return items.map((item) => this.value(item, scope)).join(',');
  }

  #constant(value: null | boolean | number | string | bigint, float: boolean): string {
    if (typeof value === 'bigint') return `${value}n`;
    if (float && Number.isInteger(value)) return `float(${Number(value)})`;
    return typeof value === 'string' ? `C[${this.constants.push(value) - 1}]` : quote(value);
  }

  #operation(expression: Expression, scope: CodeScope): string {
    switch (expression.kind) {
      case 'filter': {
        const { name, object, args } = expression;
        const known = this.isNative ? nativeFilterName(name) : name;
        return `applyFilter(${quote(known)},${this.value(object, scope)},${this.#positional(args, scope)},${this.#keywords(args, scope, [])},${at(expression)})`;
      }
      case 'test':
        return `applyTest(${quote(expression.name)},${this.value(expression.object, scope)},${this.#positional(expression.args, scope)},${at(expression)})`;
      case 'not':
        return `!${this.truth(expression.operand, scope)}`;
      case 'and':
      case 'or': {
        const held = this.temporary(scope.frame);
        const left = `isTruthy(${held}=${this.value(expression.left, scope)})`;
        const right = this.value(expression.right, scope);
        return expression.kind === 'and' ? `(${left}?${right}:${held})` : `(${left}?${held}:${right})`;
      }
      case 'condition': {
        const otherwise = expression.otherwise
          ? this.value(expression.otherwise, scope)
          : `undefinedValue("the inline if-expression evaluated to false and no else section was defined.")`;
        return `(${this.truth(expression.test, scope)}?${this.value(expression.then, scope)}:${otherwise})`;
      }
      case 'binary':
        return `binary(${quote(expression.operator)},${this.value(expression.left, scope)},${this.value(expression.right, scope)},${at(expression)})`;
      case 'concat':
        return `(${expression.parts.map((part) => this.text(part, scope)).join('+')})`;
      case 'negate':
        return `negate(${this.value(expression.operand, scope)},${at(expression)})`;
      case 'plus':
        return `plus(${this.value(expression.operand, scope)},${at(expression)})`;
      case 'compare':
        return this.#compare(expression, scope);
      default:
        throw new Error(`unhandled expression ${expression.kind}`);
    }
  }

  /** A chain compares each value once and stops at the first false. */
  #compare(comparison: Expression & { readonly kind: 'compare' }, scope: CodeScope): string {
    const { first, rest } = comparison;
    let left = this.value(first, scope);
    const parts: string[] = [];
    rest.forEach(([operator, operand], index) => {
      let right = this.value(operand, scope);
      const held = index < rest.length - 1 ? this.temporary(scope.frame) : null;
      if (held !== null) right = `(${held}=${right})`;
      parts.push(`compareWith(${quote(operator)},${left},${right},${at(comparison)})`);
      left = held ?? left;
    });
    return parts.length === 1 ? (parts[0] as string) : `(${parts.join('&&')})`;
  }

  /** JavaScript truth of an expression, without boxing. */
  protected truth(expression: Expression, scope: CodeScope): string {
    switch (expression.kind) {
      case 'not':
        return `!${this.truth(expression.operand, scope)}`;
      case 'and':
        return `(${this.truth(expression.left, scope)}&&${this.truth(expression.right, scope)})`;
      case 'or':
        return `(${this.truth(expression.left, scope)}||${this.truth(expression.right, scope)})`;
      case 'compare':
      case 'test':
        return this.value(expression, scope);
      case 'constant':
        return String(isTruthy(expression.value));
      default:
        return `isTruthy(${this.value(expression, scope)})`;
    }
  }

  /** The expression's text, as output and `~` need it. */
  protected text(expression: Expression, scope: CodeScope): string {
    if (expression.kind === 'constant') {
      const { value, float } = expression;
      return quote(
        toText(
          float === true && typeof value === 'number' && Number.isInteger(value) ? new Float(value) : value,
        ),
      );
    }
    return expression.kind === 'concat'
      ? this.value(expression, scope)
      : `toText(${this.value(expression, scope)})`;
  }

  #positional(args: Arguments, scope: CodeScope): string {
    const items = args.positional.map((item) => this.value(item, scope));
    if (args.spread) items.push(`...iterate(${this.value(args.spread, scope)})`);
    return `[${items.join(',')}]`;
  }

  #keywords(args: Arguments, scope: CodeScope, extra: readonly string[]): string {
    const pairs = args.keywords.map(([name, value]) => `[${quote(name)},${this.value(value, scope)}]`);
    pairs.push(...extra);
    if (args.spreadKeywords)
      return `keywords([${pairs.join(',')}],${this.value(args.spreadKeywords, scope)})`;
    return pairs.length === 0 ? 'null' : `new Map([${pairs.join(',')}])`;
  }

  /** A call, awaited in the asynchronous flavour when it gives a promise; `extra` are further keyword pairs. */
  protected callCode(
    expression: Expression & { readonly kind: 'call' },
    scope: CodeScope,
    extra: readonly string[],
  ): string {
    const { callee, args } = expression;
    const place = at(expression);
    const positional = this.#positional(args, scope);
    const keywords = this.#keywords(args, scope, extra);
    let code: string;
    if (callee.kind === 'attribute') {
      code = `callMethod(${this.value(callee.object, scope)},${quote(callee.name)},${positional},${keywords},${place})`;
    } else if (callee.kind === 'name') {
      code = `callNamed(S,${quote(callee.name)},${this.read(callee.name, scope)},${positional},${keywords},${place})`;
    } else {
      code = `call(${this.value(callee, scope)},${positional},${keywords},${place})`;
    }
    if (!this.async) return code;
    const held = this.temporary(scope.frame);
    return `(${held}=${code},${held} instanceof Promise?await ${held}:${held})`;
  }
}
