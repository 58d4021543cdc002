import type { Dialect } from '../adapter-api/dialect.ts';

/** What a built-in generic test is given: the tested relation rendered (with `where` applied) and its arguments. */
export interface GenericTestInput {
  readonly model: string;
  readonly columnName: string | null;
  /** Whether the failing rows are kept: then they are given whole where the test has them. */
  readonly keepsRows: boolean;
  /** Arguments as SQL text or plain values, by name; `to` is a rendered relation. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A generic test that ships with tx. A project's own test of the same name wins over it. */
export interface GenericTest {
  readonly name: string;
  readonly description: string;
  /** Arguments beside `model` and `column_name`, in order, with defaults where they have one. */
  readonly parameters: readonly { readonly name: string; readonly default?: unknown }[];
  /** Whether the test stands on a column. */
  readonly column: boolean;
  /** The query that gives the failing rows. */
  compile(input: GenericTestInput, dialect: Dialect): string;
  /**
   * The number of failing rows as an aggregate over the tested relation, for tests that can be asked in one pass with
   * others of it.
   */
  count?(input: GenericTestInput): string;
}
