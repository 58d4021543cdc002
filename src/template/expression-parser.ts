import type { Arguments, Expression, Target } from './ast.ts';
import { TokenCursor } from './token-cursor.ts';

const CONSTANTS: Readonly<Record<string, null | boolean>> = {
  true: true,
  false: false,
  True: true,
  False: false,
  none: null,
  None: null,
};
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const NOT_A_TEST_ARGUMENT: ReadonlySet<string> = new Set(['else', 'or', 'and', 'is', 'in', 'if', 'not']);
const NO_ARGUMENTS: Arguments = { positional: [], keywords: [], spread: null, spreadKeywords: null };

/** Reads expressions off a list of tokens, with Jinja's precedence. Throws ProjectFailure TX1001. */
export class ExpressionParser extends TokenCursor {
  /** An expression; with `condition` false, without an inline `if`. */
  expression(condition = true): Expression {
    return condition ? this.#condition() : this.#or();
  }

  /** One expression, or several with commas between them as a tuple. */
  tuple(options: { readonly condition?: boolean; readonly allowEmpty?: boolean } = {}): Expression {
    const { pos } = this.token;
    const items: Expression[] = [];
    let comma = false;
    while (!this.#atTupleEnd()) {
      items.push(this.expression(options.condition ?? true));
      comma = this.skipOperator(',');
      if (!comma) break;
    }
    const [only] = items;
    if (only !== undefined && items.length === 1 && !comma) return only;
    if (items.length === 0 && options.allowEmpty !== true) this.unexpected('an expression');
    return { kind: 'tuple', items, pos };
  }

  #atTupleEnd(): boolean {
    const { kind } = this.token;
    return kind === 'block-end' || kind === 'variable-end' || kind === 'end' || this.isOperator(')');
  }

  #condition(): Expression {
    let value = this.#or();
    while (this.isName('if')) {
      const { pos } = this.token;
      this.at += 1;
      const test = this.#or();
      const otherwise = this.skipName('else') ? this.#condition() : null;
      value = { kind: 'condition', test, then: value, otherwise, pos };
    }
    return value;
  }

  #or(): Expression {
    let left = this.#and();
    while (this.isName('or')) {
      const { pos } = this.token;
      this.at += 1;
      left = { kind: 'or', left, right: this.#and(), pos };
    }
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.isName('and')) {
      const { pos } = this.token;
      this.at += 1;
      left = { kind: 'and', left, right: this.#not(), pos };
    }
    return left;
  }

  #not(): Expression {
    if (!this.isName('not')) return this.#compare();
    const { pos } = this.token;
    this.at += 1;
    return { kind: 'not', operand: this.#not(), pos };
  }

  #compare(): Expression {
    const { pos } = this.token;
    const first = this.#sum();
    const rest: [string, Expression][] = [];
    for (;;) {
      const next = this.tokens[this.at + 1];
      if (this.token.kind === 'operator' && COMPARISONS.has(this.token.value)) {
        const operator = this.token.value;
        this.at += 1;
        rest.push([operator, this.#sum()]);
      } else if (this.skipName('in')) {
        rest.push(['in', this.#sum()]);
      } else if (this.isName('not') && next?.kind === 'name' && next.value === 'in') {
        this.at += 2;
        rest.push(['not in', this.#sum()]);
      } else break;
    }
    return rest.length === 0 ? first : { kind: 'compare', first, rest, pos };
  }

  #sum(): Expression {
    return this.#binary(['+', '-'], () => this.#concat());
  }

  #concat(): Expression {
    const { pos } = this.token;
    const first = this.#product();
    if (!this.isOperator('~')) return first;
    const parts = [first];
    while (this.skipOperator('~')) parts.push(this.#product());
    return { kind: 'concat', parts, pos };
  }

  #product(): Expression {
    return this.#binary(['*', '/', '//', '%'], () => this.#power());
  }

  #power(): Expression {
    return this.#binary(['**'], () => this.#unary());
  }

  #binary(operators: readonly string[], operand: () => Expression): Expression {
    let left = operand();
    while (this.token.kind === 'operator' && operators.includes(this.token.value)) {
      const { value: operator, pos } = this.token;
      this.at += 1;
      left = { kind: 'binary', operator, left, right: operand(), pos };
    }
    return left;
  }

  #unary(withFilters = true): Expression {
    const { pos } = this.token;
    let value: Expression;
    if (this.skipOperator('-')) value = { kind: 'negate', operand: this.#unary(false), pos };
    else if (this.skipOperator('+')) value = { kind: 'plus', operand: this.#unary(false), pos };
    else value = this.#primary();
    value = this.#postfix(value);
    return withFilters ? this.#filters(value) : value;
  }

  #primary(): Expression {
    const { kind, value, pos } = this.token;
    if (kind === 'name') {
      this.at += 1;
      const constant = Object.hasOwn(CONSTANTS, value) ? CONSTANTS[value] : undefined;
      return constant === undefined
        ? { kind: 'name', name: value, pos }
        : { kind: 'constant', value: constant, pos };
    }
    if (kind === 'integer') {
      this.at += 1;
      const number = Number(value);
      return { kind: 'constant', value: Number.isSafeInteger(number) ? number : BigInt(value), pos };
    }
    if (kind === 'float') {
      this.at += 1;
      return { kind: 'constant', value: Number(value), float: true, pos };
    }
    if (kind === 'string') return this.#strings(pos);
    if (this.skipOperator('(')) {
      const inner = this.tuple({ allowEmpty: true });
      this.expectOperator(')');
      return inner;
    }
    if (this.skipOperator('[')) return { kind: 'list', items: this.#items(']'), pos };
    if (this.skipOperator('{')) return { kind: 'dict', entries: this.#entries(), pos };
    return this.unexpected('an expression');
  }

  /** Adjacent string literals are one. */
  #strings(pos: number): Expression {
    let text = '';
    while (this.token.kind === 'string') {
      text += this.token.value;
      this.at += 1;
    }
    return { kind: 'constant', value: text, pos };
  }

  #items(closing: string): Expression[] {
    const items: Expression[] = [];
    while (!this.isOperator(closing)) {
      if (items.length > 0) this.expectOperator(',');
      if (this.isOperator(closing)) break;
      items.push(this.expression());
    }
    this.expectOperator(closing);
    return items;
  }

  #entries(): [Expression, Expression][] {
    const entries: [Expression, Expression][] = [];
    while (!this.isOperator('}')) {
      if (entries.length > 0) this.expectOperator(',');
      if (this.isOperator('}')) break;
      const key = this.expression();
      this.expectOperator(':');
      entries.push([key, this.expression()]);
    }
    this.expectOperator('}');
    return entries;
  }

  #postfix(start: Expression): Expression {
    let value = start;
    for (;;) {
      const { pos } = this.token;
      if (this.skipOperator('.')) value = this.#member(value);
      else if (this.skipOperator('[')) value = this.#subscript(value, pos);
      else if (this.isOperator('(')) value = this.#call(value, pos);
      else return value;
    }
  }

  /** A call stands where the name of what is called stands, or at its bracket. */
  #call(callee: Expression, bracket: number): Expression {
    const pos = callee.kind === 'name' || callee.kind === 'attribute' ? callee.pos : bracket;
    return { kind: 'call', callee, args: this.arguments(), pos };
  }

  #member(object: Expression): Expression {
    const { kind, value, pos } = this.token;
    if (kind === 'name') {
      this.at += 1;
      return { kind: 'attribute', object, name: value, pos };
    }
    if (kind === 'integer') {
      this.at += 1;
      return { kind: 'item', object, index: { kind: 'constant', value: Number(value), pos }, pos };
    }
    return this.unexpected('a name or a number');
  }

  #subscript(object: Expression, pos: number): Expression {
    const bounds: [Expression | null, Expression | null, Expression | null] = [null, null, null];
    let index = 0;
    let single: Expression | null = null;
    while (!this.isOperator(']')) {
      if (this.skipOperator(':')) {
        index += 1;
        if (index > 2) this.unexpected("']'");
      } else if (this.isOperator(',')) {
        single = this.#subscriptTuple(single, pos);
      } else {
        single = this.expression();
        bounds[index] = single;
      }
    }
    this.expectOperator(']');
    if (index > 0) return { kind: 'slice', object, bounds, pos };
    if (single === null) return this.fail('expected a subscript');
    return { kind: 'item', object, index: single, pos };
  }

  #subscriptTuple(first: Expression | null, pos: number): Expression {
    const items = first === null ? [] : [first];
    while (this.skipOperator(',')) items.push(this.expression());
    return { kind: 'tuple', items, pos };
  }

  protected arguments(): Arguments {
    this.expectOperator('(');
    const positional: Expression[] = [];
    const keywords: [string, Expression][] = [];
    let spread: Expression | null = null;
    let spreadKeywords: Expression | null = null;
    let first = true;
    while (!this.isOperator(')')) {
      if (!first) this.expectOperator(',');
      if (this.isOperator(')')) break;
      first = false;
      const next = this.tokens[this.at + 1];
      if (this.skipOperator('*')) spread = this.expression();
      else if (this.skipOperator('**')) spreadKeywords = this.expression();
      else if (this.token.kind === 'name' && next?.kind === 'operator' && next.value === '=') {
        const name = this.name();
        this.at += 1;
        keywords.push([name, this.expression()]);
      } else {
        if (keywords.length > 0 || spread !== null || spreadKeywords !== null)
          this.fail('a positional argument follows a keyword argument or * or **');
        positional.push(this.expression());
      }
    }
    this.expectOperator(')');
    return { positional, keywords, spread, spreadKeywords };
  }

  #dottedName(): string {
    let name = this.name();
    while (this.skipOperator('.')) name += `.${this.name()}`;
    return name;
  }

  /** One filter behind `|`, applied to `object`. */
  protected filter(object: Expression): Expression {
    const { pos } = this.token;
    const name = this.#dottedName();
    return {
      kind: 'filter',
      object,
      name,
      args: this.isOperator('(') ? this.arguments() : NO_ARGUMENTS,
      pos,
    };
  }

  #filters(start: Expression): Expression {
    let value = start;
    for (;;) {
      const { pos } = this.token;
      if (this.skipOperator('|')) value = this.filter(value);
      else if (this.skipName('is')) value = this.#test(value, pos);
      else if (this.isOperator('(')) value = this.#call(value, pos);
      else return value;
    }
  }

  #test(object: Expression, pos: number): Expression {
    const negated = this.skipName('not');
    const name = this.#dottedName();
    const { kind, value } = this.token;
    let args = NO_ARGUMENTS;
    if (this.isOperator('(')) args = this.arguments();
    else if (
      kind === 'string' ||
      kind === 'integer' ||
      kind === 'float' ||
      (kind === 'name' && !NOT_A_TEST_ARGUMENT.has(value)) ||
      this.isOperator('[') ||
      this.isOperator('{')
    ) {
      args = { ...NO_ARGUMENTS, positional: [this.#postfix(this.#primary())] };
    }
    const test: Expression = { kind: 'test', object, name, args, pos };
    return negated ? { kind: 'not', operand: test, pos } : test;
  }

  /** What stands left of `=` or before `in`: names, `ns.name`, tuples of them. */
  protected target(): Target {
    const { pos } = this.token;
    const items = [this.#singleTarget()];
    let comma = false;
    while (this.skipOperator(',')) {
      comma = true;
      if (this.isOperator('=') || this.isName('in') || this.#atTupleEnd()) break;
      items.push(this.#singleTarget());
    }
    return comma ? { kind: 'targets', items, pos } : (items[0] as Target);
  }

  #singleTarget(): Target {
    const { pos } = this.token;
    if (this.skipOperator('(')) {
      const inner = this.target();
      this.expectOperator(')');
      return inner;
    }
    const name = this.name();
    if (Object.hasOwn(CONSTANTS, name)) this.fail(`cannot assign to '${name}'`, this.tokens[this.at - 1]);
    return this.skipOperator('.')
      ? { kind: 'namespace', object: name, name: this.name(), pos }
      : { kind: 'name', name, pos };
  }
}
