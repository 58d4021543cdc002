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

/** A count of rows of the tested relation that is zero where the test passes. */
export interface CountOfRows {
  /** An aggregate whose values over parts of the relation add up to the one over the whole. */
  readonly sql: string;
  /** Whether it counts the failing rows as the test's own query gives them. */
  readonly isExact: boolean;
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
  /** For tests that an aggregate over the tested relation answers, in one pass with others of it. */
  count?(input: GenericTestInput): CountOfRows;
  /** For a test whose failing rows are the values of an expression that stand in several rows, NULL left out: the expression. */
  key?(input: GenericTestInput): string;
}
