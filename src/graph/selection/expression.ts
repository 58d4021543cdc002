import type { Flags } from '../../config/flags.ts';

/** Which tests a selection of other nodes takes along: those with one parent selected, with all of them, with all buildable, or none. */
export type IndirectSelection = Flags['indirectSelection'];

/** One `method:value` with its graph operators. */
export interface Criterion {
  readonly kind: 'criterion';
  /** As written. */
  readonly raw: string;
  /** Name of the method, e.g. `tag`, `config`. */
  readonly method: string;
  /** What follows the method's name after dots: `['materialized']` of `config.materialized`. */
  readonly methodArguments: readonly string[];
  readonly value: string;
  /** `@`: descendants and all their ancestors too. */
  readonly childrensParents: boolean;
  readonly parents: boolean;
  /** Null: without a limit of steps. */
  readonly parentsDepth: number | null;
  readonly children: boolean;
  readonly childrenDepth: number | null;
  readonly indirectSelection: IndirectSelection;
}

/** Sets of nodes combined; a difference is the first less all others. */
export interface SelectionGroup {
  readonly kind: 'union' | 'intersection' | 'difference';
  readonly components: readonly SelectionExpression[];
  readonly indirectSelection: IndirectSelection;
  /** What was written where matching nothing deserves a warning, else null. */
  readonly warnAs: string | null;
}

/** Every node there is. */
export interface Everything {
  readonly kind: 'everything';
}

/** A selection as a tree: criteria, joined by union, intersection and exclusion. */
export type SelectionExpression = Criterion | SelectionGroup | Everything;
