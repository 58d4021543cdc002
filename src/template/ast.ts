import type { Origin } from './template-syntax-error.ts';

/** Every node carries `pos`, its offset in the template's text. */
interface Positioned {
  readonly pos: number;
}

/** Arguments of a call: positional, by name, and what `*` and `**` spread. */
export interface Arguments {
  readonly positional: readonly Expression[];
  readonly keywords: readonly (readonly [string, Expression])[];
  readonly spread: Expression | null;
  readonly spreadKeywords: Expression | null;
}

/** An expression of a template, with its place in the file. */
export type Expression = Positioned &
  (
    | {
        readonly kind: 'constant';
        readonly value: null | boolean | number | string | bigint;
        readonly float?: boolean;
      }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
    | { readonly kind: 'tuple'; readonly items: readonly Expression[] }
    | { readonly kind: 'dict'; readonly entries: readonly (readonly [Expression, Expression])[] }
    | { readonly kind: 'attribute'; readonly object: Expression; readonly name: string }
    | { readonly kind: 'item'; readonly object: Expression; readonly index: Expression }
    | {
        readonly kind: 'slice';
        readonly object: Expression;
        readonly bounds: readonly [Expression | null, Expression | null, Expression | null];
      }
    | { readonly kind: 'call'; readonly callee: Expression; readonly args: Arguments }
    | {
        readonly kind: 'filter';
        readonly object: Expression;
        readonly name: string;
        readonly args: Arguments;
      }
    | { readonly kind: 'test'; readonly object: Expression; readonly name: string; readonly args: Arguments }
    | { readonly kind: 'not'; readonly operand: Expression }
    | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
    | {
        readonly kind: 'condition';
        readonly test: Expression;
        readonly then: Expression;
        readonly otherwise: Expression | null;
      }
    | {
        readonly kind: 'binary';
        readonly operator: string;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: 'concat'; readonly parts: readonly Expression[] }
    | { readonly kind: 'negate' | 'plus'; readonly operand: Expression }
    | {
        readonly kind: 'compare';
        readonly first: Expression;
        readonly rest: readonly (readonly [string, Expression])[];
      }
    /** Stands for the text of a block that a filter is applied to. */
    | { readonly kind: 'block-text' }
  );

/** What can stand left of `=` or before `in`. */
export type Target = Positioned &
  (
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'namespace'; readonly object: string; readonly name: string }
    | { readonly kind: 'targets'; readonly items: readonly Target[] }
  );

/** A macro's parameters; defaults belong to the last ones. */
export interface Signature {
  readonly parameters: readonly string[];
  readonly types: readonly (string | null)[];
  readonly defaults: readonly Expression[];
}

/** A statement of a template, with its place in the file. */
export type Statement = Positioned &
  (
    | { readonly kind: 'data'; readonly text: string }
    | { readonly kind: 'output'; readonly expression: Expression }
    | { readonly kind: 'do'; readonly expression: Expression }
    | {
        readonly kind: 'if';
        readonly test: Expression;
        readonly then: readonly Statement[];
        readonly otherwise: readonly Statement[] | null;
      }
    | {
        readonly kind: 'for';
        readonly target: Target;
        readonly iterable: Expression;
        readonly filter: Expression | null;
        readonly body: readonly Statement[];
        readonly otherwise: readonly Statement[] | null;
        readonly recursive: boolean;
      }
    | { readonly kind: 'set'; readonly target: Target; readonly value: Expression }
    | {
        readonly kind: 'set-block';
        readonly target: Target;
        readonly filter: Expression | null;
        readonly body: readonly Statement[];
      }
    | MacroStatement
    | {
        readonly kind: 'call-block';
        readonly call: Expression & { readonly kind: 'call' };
        readonly signature: Signature;
        readonly body: readonly Statement[];
      }
    | { readonly kind: 'filter-block'; readonly filter: Expression; readonly body: readonly Statement[] }
    | {
        readonly kind: 'with';
        readonly bindings: readonly (readonly [Target, Expression])[];
        readonly body: readonly Statement[];
      }
    | { readonly kind: 'break' | 'continue' }
  );

/** A macro, or one of dbt's blocks that are macros by another name. */
export interface MacroStatement {
  readonly kind: 'macro';
  readonly pos: number;
  readonly name: string;
  readonly signature: Signature;
  readonly body: readonly Statement[];
}

/** A parsed template with the text it was read from. */
export interface Template {
  readonly body: readonly Statement[];
  readonly source: string;
  readonly origin: Origin;
}
