/** What a relation is in its database. */
export type RelationType = 'table' | 'view' | 'materialized_view' | 'external' | 'cte' | 'function';

/** The three parts of a relation's name; a part that the database does not have, or that is left out, is null. */
export interface RelationName {
  readonly database: string | null;
  readonly schema: string | null;
  readonly identifier: string | null;
}

/** Which parts are quoted (dbt's `quoting`). */
export interface QuotePolicy {
  readonly database: boolean;
  readonly schema: boolean;
  readonly identifier: boolean;
}

/** A relation as plans and adapters pass it about. */
export interface Relation extends RelationName {
  readonly type: RelationType | null;
  readonly quoting: QuotePolicy;
}

/** A relation that exists, as introspection found it. */
export interface ExistingRelation extends Relation {
  readonly type: RelationType;
}
