/** What a token is: text between tags, the borders of tags, or a piece of an expression. */
export type TokenKind =
  | 'data'
  | 'variable-begin'
  | 'variable-end'
  | 'block-begin'
  | 'block-end'
  | 'name'
  | 'integer'
  | 'float'
  | 'string'
  | 'operator'
  | 'end';

/** One token; `pos` is its offset in the template's text. */
export interface Token {
  readonly kind: TokenKind;
  readonly value: string;
  readonly pos: number;
}
