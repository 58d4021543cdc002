import type { Expression, MacroStatement, Signature, Statement, Template } from './ast.ts';
import { ExpressionParser } from './expression-parser.ts';
import { targetNames } from './codegen-scope.ts';
import { normalizeSource, tokenize } from './lexer.ts';
import type { ProjectFailure } from '../errors/project-error.ts';
import { suggest } from '../errors/did-you-mean.ts';
import { syntaxError, type Origin } from './template-syntax-error.ts';

/** Reads a template into its tree. Throws ProjectFailure TX1001 with the place and a frame. */
export function parseTemplate(source: string, origin: Origin): Template {
  const text = normalizeSource(source);
  const tokens = tokenize(text, origin);
  const parser = new TemplateParser(tokens, text, origin);
  try {
    return { body: parser.template(), source: text, origin };
  } catch (error) {
    throw error instanceof RangeError ? parser.tooDeep() : error;
  }
}

/** Tags whose body is Jinja and that are macros by another name: tag → prefix of the macro's name. */
const MACRO_TAGS: Readonly<Record<string, { readonly prefix: string; readonly signature: boolean }>> = {
  macro: { prefix: '', signature: true },
  test: { prefix: 'test_', signature: true },
  data_test: { prefix: 'test_', signature: true },
  snapshot: { prefix: 'snapshot_', signature: false },
  docs: { prefix: 'docs_', signature: false },
};
const NO_SIGNATURE: Signature = { parameters: [], types: [], defaults: [] };
const UNSUPPORTED = new Set(['include', 'import', 'from', 'extends', 'block', 'trans', 'autoescape']);
const TAGS = [
  'if',
  'for',
  'set',
  'do',
  'call',
  'filter',
  'with',
  'break',
  'continue',
  'raw',
  'materialization',
  'endif',
  'endfor',
  'endset',
  'endmacro',
  'endcall',
  'elif',
  'else',
  ...Object.keys(MACRO_TAGS),
];

class TemplateParser extends ExpressionParser {
  /** Tags that are open, innermost last, for messages about a missing end. */
  readonly #open: { readonly tag: string; readonly pos: number }[] = [];
  /** Whether `break` and `continue` have a loop around them in the same macro. */
  #inLoop = false;

  /** The failure for a template whose nesting is deeper than the parser's stack. */
  tooDeep(): ProjectFailure {
    return syntaxError('the template is nested too deeply', this.source, this.origin, this.token.pos);
  }

  template(): readonly Statement[] {
    return this.#body(null).statements;
  }

  /** Statements up to one of the `ends` tags, whose name is consumed; up to the end of the text for null. */
  #body(ends: readonly string[] | null): { readonly statements: Statement[]; readonly end: string } {
    const statements: Statement[] = [];
    for (;;) {
      const { kind, value, pos } = this.token;
      if (kind === 'data') {
        this.at += 1;
        statements.push({ kind: 'data', text: value, pos });
      } else if (kind === 'variable-begin') {
        this.at += 1;
        const expression = this.tuple();
        if (this.token.kind !== 'variable-end') this.unexpected("'}}'");
        this.at += 1;
        statements.push({ kind: 'output', expression, pos });
      } else if (kind === 'block-begin') {
        this.at += 1;
        const tagToken = this.token;
        const tag = this.name();
        if (ends?.includes(tag)) return { statements, end: tag };
        statements.push(this.#statement(tag, pos, tagToken.pos));
      } else {
        if (ends === null) return { statements, end: '' };
        this.#missingEnd(ends);
      }
    }
  }

  #missingEnd(ends: readonly string[]): never {
    const open = this.#open.at(-1);
    const expected = ends.map((end) => `'${end}'`).join(' or ');
    if (open === undefined) return this.fail(`unexpected end of template, expected ${expected}`);
    return this.fail(`'${open.tag}' is never closed: expected ${expected} before the end of the template`, {
      kind: 'name',
      value: open.tag,
      pos: open.pos,
    });
  }

  #statement(tag: string, pos: number, tagPos: number): Statement {
    this.#open.push({ tag, pos });
    const statement = this.#tagged(tag, pos, tagPos);
    this.#open.pop();
    return statement;
  }

  #tagged(tag: string, pos: number, tagPos: number): Statement {
    switch (tag) {
      case 'if':
        return this.#if(pos);
      case 'for':
        return this.#for(pos);
      case 'set':
        return this.#set(pos);
      case 'do': {
        const expression = this.tuple();
        this.#endTag();
        return { kind: 'do', expression, pos };
      }
      case 'call':
        return this.#call(pos);
      case 'filter': {
        const filter = this.#filterChain();
        this.#endTag();
        return { kind: 'filter-block', filter, body: this.#until('endfilter'), pos };
      }
      case 'with':
        return this.#with(pos);
      case 'break':
      case 'continue':
        if (!this.#inLoop) this.fail(`'${tag}' outside of a loop`, { kind: 'name', value: tag, pos: tagPos });
        this.#endTag();
        return { kind: tag, pos };
      case 'materialization':
        return this.#materialization(pos);
      default:
        return this.#macro(tag, pos, tagPos);
    }
  }

  #endTag(): void {
    this.skipOperator(':');
    if (this.token.kind !== 'block-end') this.unexpected("'%}'");
    this.at += 1;
  }

  #until(end: string): readonly Statement[] {
    const { statements } = this.#body([end]);
    this.#endTag();
    return statements;
  }

  /** Reads a body that begins a loop, or a macro in which the loops around it do not count. */
  #inside<T>(loop: boolean, read: () => T): T {
    const before = this.#inLoop;
    this.#inLoop = loop;
    const result = read();
    this.#inLoop = before;
    return result;
  }

  #if(pos: number): Statement {
    const test = this.tuple({ condition: false });
    this.#endTag();
    const { statements, end } = this.#body(['elif', 'else', 'endif']);
    let otherwise: readonly Statement[] | null = null;
    if (end === 'elif') otherwise = [this.#if(this.token.pos)];
    else if (end === 'else') {
      this.#endTag();
      otherwise = this.#until('endif');
    } else this.#endTag();
    return { kind: 'if', test, then: statements, otherwise, pos };
  }

  #for(pos: number): Statement {
    const { token } = this;
    const target = this.target();
    targetNames(target, (name) => {
      if (name === 'loop') this.fail("cannot assign to the special 'loop' variable", token);
    });
    if (!this.skipName('in')) this.unexpected("'in'");
    const iterable = this.tuple({ condition: false });
    const filter = this.skipName('if') ? this.expression() : null;
    const recursive = this.skipName('recursive');
    this.#endTag();
    const { statements, end } = this.#inside(true, () => this.#body(['else', 'endfor']));
    this.#endTag();
    const otherwise = end === 'else' ? this.#until('endfor') : null;
    return { kind: 'for', target, iterable, filter, body: statements, otherwise, recursive, pos };
  }

  #set(pos: number): Statement {
    const target = this.target();
    if (this.skipOperator('=')) {
      const value = this.tuple();
      this.#endTag();
      return { kind: 'set', target, value, pos };
    }
    const filter = this.isOperator('|') ? this.#pipedFilters({ kind: 'block-text', pos }) : null;
    this.#endTag();
    return { kind: 'set-block', target, filter, body: this.#until('endset'), pos };
  }

  #pipedFilters(start: Expression): Expression {
    let value = start;
    while (this.skipOperator('|')) value = this.filter(value);
    return value;
  }

  #filterChain(): Expression {
    return this.#pipedFilters(this.filter({ kind: 'block-text', pos: this.token.pos }));
  }

  #call(pos: number): Statement {
    const signature = this.isOperator('(') ? this.#signature() : NO_SIGNATURE;
    const call = this.expression();
    if (call.kind !== 'call')
      return this.fail('a call block needs a call, e.g. {% call statement("main") %}');
    this.#endTag();
    return {
      kind: 'call-block',
      call,
      signature,
      body: this.#inside(false, () => this.#until('endcall')),
      pos,
    };
  }

  #with(pos: number): Statement {
    const bindings: (readonly [ReturnType<TemplateParser['target']>, Expression])[] = [];
    while (this.token.kind !== 'block-end') {
      if (bindings.length > 0) this.expectOperator(',');
      const target = this.target();
      this.expectOperator('=');
      bindings.push([target, this.expression()]);
    }
    this.#endTag();
    return { kind: 'with', bindings, body: this.#until('endwith'), pos };
  }

  #macro(tag: string, pos: number, tagPos: number): MacroStatement {
    const definition = Object.hasOwn(MACRO_TAGS, tag) ? MACRO_TAGS[tag] : undefined;
    if (definition === undefined) return this.#unknownTag(tag, tagPos);
    const name = this.name();
    const signature = definition.signature ? this.#signature() : NO_SIGNATURE;
    const prefix = `${this.origin.macroPrefix ?? ''}${definition.prefix}`;
    return this.#macroBody(`${prefix}${name}`, signature, `end${tag}`, pos);
  }

  #macroBody(name: string, signature: Signature, end: string, pos: number): MacroStatement {
    this.#endTag();
    const { statements } = this.#inside(false, () => this.#body([end]));
    if (this.token.kind === 'name') this.at += 1;
    this.#endTag();
    return { kind: 'macro', name, signature, body: statements, pos };
  }

  #materialization(pos: number): MacroStatement {
    const name = this.name();
    let adapter = 'default';
    while (this.skipOperator(',')) {
      const key = this.name();
      if (key === 'default') continue;
      this.expectOperator('=');
      const value = this.expression();
      if (key === 'adapter' && value.kind === 'constant') adapter = String(value.value);
    }
    return this.#macroBody(`materialization_${name}_${adapter}`, NO_SIGNATURE, 'endmaterialization', pos);
  }

  #unknownTag(tag: string, pos: number): never {
    const token = { kind: 'name', value: tag, pos } as const;
    if (UNSUPPORTED.has(tag)) return this.fail(`the tag '${tag}' is not available in a dbt project`, token);
    const open = this.#open.at(-2);
    if (tag.startsWith('end') || tag === 'else' || tag === 'elif') {
      const inside = open ? `; the innermost open tag is '${open.tag}'` : '; no tag is open';
      return this.fail(`unexpected tag '${tag}'${inside}`, token);
    }
    const suggestion = suggest(tag, TAGS);
    return this.fail(`unknown tag '${tag}'${suggestion ? `, did you mean '${suggestion}'?` : ''}`, token);
  }

  /** A macro's parameters, with types (`a: int`) read and kept as text. */
  #signature(): Signature {
    this.expectOperator('(');
    const parameters: string[] = [];
    const types: (string | null)[] = [];
    const defaults: Expression[] = [];
    while (!this.isOperator(')')) {
      if (parameters.length > 0) this.expectOperator(',');
      if (this.isOperator(')')) break;
      const { token } = this;
      const parameter = this.name();
      if (parameters.includes(parameter)) this.fail(`the parameter '${parameter}' is named twice`, token);
      parameters.push(parameter);
      types.push(this.skipOperator(':') ? this.#type() : null);
      if (this.skipOperator('=')) defaults.push(this.expression());
      else if (defaults.length > 0) this.fail('a parameter without a default follows one with a default');
    }
    this.expectOperator(')');
    return { parameters, types, defaults };
  }

  /** A type annotation: a name, perhaps with arguments in brackets. */
  #type(): string {
    let text = this.name();
    if (!this.skipOperator('[')) return text;
    const inner: string[] = [this.#type()];
    while (this.skipOperator(',')) inner.push(this.#type());
    this.expectOperator(']');
    text += `[${inner.join(', ')}]`;
    return text;
  }
}
