/** A column as the database reports it. */
export interface Column {
  readonly name: string;
  /** Full type as the database prints it, e.g. `DECIMAL(6,2)` or `character varying(10)`. */
  readonly dataType: string;
}
