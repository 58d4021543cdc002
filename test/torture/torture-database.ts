/** Rows of a query, every cell as text; NULL is null. */
export type TextRows = readonly (readonly (string | null)[])[];

/** Asks a database. */
export type Query = (sql: string) => Promise<TextRows>;

/** A database that a torture run can put back to a state it had, and look into beside the program that writes it. */
export interface TortureDatabase {
  /** What a profile says of it, as YAML. */
  readonly output: string;
  /** The query for its relations: schema, name, `table` or `view`, and a row a column, in order. */
  readonly catalogue: string;
  /** How the database hashes an expression over whole rows, summed over a table: the order of rows does not matter. */
  hashOf(columns: readonly string[]): string;
  /** Keeps the state that it has now under a name. */
  save(name: string): Promise<void>;
  /** Puts it back to a state that was saved; empty for null. */
  restore(name: string | null): Promise<void>;
  /** Asks several things in one session, which `read` gives its queries to. */
  look<T>(read: (query: Query) => Promise<T>): Promise<T>;
  readonly query: Query;
  /** Waits until the sessions of killed processes are gone. */
  settle(): Promise<void>;
  /** Names of the locks that somebody still holds. */
  locks(): Promise<readonly string[]>;
  close(): Promise<void>;
}
