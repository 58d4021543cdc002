import type { Column } from './column.ts';
import type { Connection } from './connection.ts';
import type { ExistingRelation, Relation } from './relation.ts';

/** A relation with its columns, for the catalog. */
export interface CatalogRelation {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  readonly comment: string | null;
  readonly owner: string | null;
  readonly columns: readonly CatalogColumn[];
  readonly stats: readonly CatalogStat[];
}

/** A column as the catalogue shows it. */
export interface CatalogColumn extends Column {
  /** 1-based position. */
  readonly index: number;
  readonly comment: string | null;
}

/** One figure of a relation for the catalogue, e.g. its number of rows. */
export interface CatalogStat {
  readonly id: string;
  readonly label: string;
  readonly value: string | number | boolean | null;
  readonly description: string;
  readonly include: boolean;
}

/** Reads the warehouse's catalogue. Each method is one query. */
export interface Introspector {
  listSchemas(connection: Connection, database: string | null): Promise<readonly string[]>;
  /** Every relation of one schema. */
  listRelations(
    connection: Connection,
    database: string | null,
    schema: string,
  ): Promise<readonly ExistingRelation[]>;
  /** Columns in order; empty when the relation does not exist. */
  columns(connection: Connection, relation: Relation): Promise<readonly Column[]>;
  /** Columns that a query would give, without running it. */
  queryColumns(connection: Connection, sql: string): Promise<readonly Column[]>;
  catalog(
    connection: Connection,
    database: string | null,
    schemas: readonly string[],
  ): Promise<readonly CatalogRelation[]>;
  /** When the relation was last changed, from the warehouse's metadata; null when the warehouse does not keep it. */
  lastModified(connection: Connection, relation: Relation): Promise<Date | null>;
  /** Privileges held on a relation: privilege → grantees. */
  grants(connection: Connection, relation: Relation): Promise<ReadonlyMap<string, readonly string[]>>;
}
