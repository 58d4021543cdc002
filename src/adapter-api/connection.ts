import type { ColumnDefinition } from './dialect.ts';

/** What a statement answered. Cells are JSON-safe or the exact carriers of `Cell`. */
export interface QueryResult {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows changed by DML, or made by CTAS where the database tells; null when it does not say. */
  readonly rowsAffected: number | null;
  /** The database's own words, e.g. `SELECT 3`; `OK` where it has none. */
  readonly message: string;
  /** Command tag without counts, e.g. `SELECT`; empty where the database has none. */
  readonly code: string;
}

/** A column of a result; the type is written as the database writes it. */
export interface ResultColumn {
  readonly name: string;
  readonly dataType: string;
}

/** A numeric value kept exact as text, e.g. a DECIMAL. */
export interface DecimalCell {
  readonly kind: 'decimal';
  readonly text: string;
}

/** A date, time or timestamp in ISO form; `zone` is true for instants (text then ends in `+00:00`). */
export interface TemporalCell {
  readonly kind: 'date' | 'time' | 'timestamp';
  readonly text: string;
  readonly zone: boolean;
}

/** One cell. Lists, structs, maps, json and whatever else has no scalar form come as their JSON text. */
export type Cell = null | boolean | number | bigint | string | DecimalCell | TemporalCell | Uint8Array;

/** One session of the warehouse. Not for concurrent use: one statement at a time. */
export interface Connection {
  /** Runs one statement (or several, separated by semicolons: the last result is given). Throws OperationalError. */
  execute(sql: string): Promise<QueryResult>;
  /** Runs a query and hands over rows in batches, without holding all of them. Throws OperationalError. */
  stream(sql: string, onRows: (rows: readonly (readonly Cell[])[]) => void): Promise<readonly ResultColumn[]>;
  /** Loads rows of text into a table that exists; null is NULL. Gives the number of rows. Throws OperationalError. */
  load(request: LoadRequest): Promise<number>;
  /**
   * Puts a written file or folder in the place of another, which until then stays as it was; only with capability
   * `externalFiles`. Throws OperationalError.
   */
  publishFile?(from: string, to: string): Promise<void>;
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  readonly inTransaction: boolean;
  /** False once the session is closed or was cut: whoever keeps it must take another one. */
  readonly usable: boolean;
  /** Stops the statement that is running, from outside; the statement then fails with fault class `cancelled`. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/** A bulk load: a CSV file on disk, read by the database or by the adapter, whichever is exact. */
export interface LoadRequest {
  /** Rendered name of the target table. */
  readonly target: string;
  /** Columns of the file in order; `quote: false` leaves a name to the database's own folding. */
  readonly columns: readonly ColumnDefinition[];
  /** Absolute path of the CSV file. */
  readonly file: string;
  readonly delimiter: string;
  /** Rows as read by tx: used by adapters that send the data themselves. Null is NULL. */
  readonly rows: () => Iterable<readonly (string | null)[]>;
}
