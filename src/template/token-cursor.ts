import { syntaxError, type Origin } from './template-syntax-error.ts';
import type { Token, TokenKind } from './token.ts';

const TOKEN_NAMES: Readonly<Partial<Record<TokenKind, string>>> = {
  data: 'text',
  'variable-begin': "'{{'",
  'variable-end': "'}}'",
  'block-begin': "'{%'",
  'block-end': "'%}'",
  end: 'the end of the template',
};

/** A place in a list of tokens, with the steps and the failures that every parser needs. */
export class TokenCursor {
  protected readonly tokens: readonly Token[];
  protected readonly source: string;
  protected readonly origin: Origin;
  protected at = 0;

  constructor(tokens: readonly Token[], source: string, origin: Origin) {
    this.tokens = tokens;
    this.source = source;
    this.origin = origin;
  }

  protected get token(): Token {
    return this.tokens[this.at] as Token;
  }

  protected fail(message: string, token: Token = this.token): never {
    throw syntaxError(message, this.source, this.origin, token.pos);
  }

  protected unexpected(expected: string): never {
    const { kind, value } = this.token;
    const found = kind === 'string' ? JSON.stringify(value) : (TOKEN_NAMES[kind] ?? `'${value}'`);
    return this.fail(`expected ${expected}, got ${found}`);
  }

  protected is(kind: TokenKind, value: string): boolean {
    return this.token.kind === kind && this.token.value === value;
  }

  protected isOperator(value: string): boolean {
    return this.is('operator', value);
  }

  protected isName(value: string): boolean {
    return this.is('name', value);
  }

  protected skipOperator(value: string): boolean {
    if (!this.isOperator(value)) return false;
    this.at += 1;
    return true;
  }

  protected skipName(value: string): boolean {
    if (!this.isName(value)) return false;
    this.at += 1;
    return true;
  }

  protected expectOperator(value: string): void {
    if (!this.skipOperator(value)) this.unexpected(`'${value}'`);
  }

  protected name(): string {
    if (this.token.kind !== 'name') this.unexpected('a name');
    const { value } = this.token;
    this.at += 1;
    return value;
  }
}
