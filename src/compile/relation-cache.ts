import type { Connection } from '../adapter-api/connection.ts';
import type { Introspector } from '../adapter-api/introspector.ts';
import type { ExistingRelation, RelationName, RelationType } from '../adapter-api/relation.ts';

/** What exists in the warehouse, asked once a schema and kept true by the plans that change it. */
export interface RelationCache {
  /** The relation under this name, or null. Reads the schema at the first look-up. */
  get(connect: () => Promise<Connection>, name: RelationName): Promise<ExistingRelation | null>;
  /** Every relation of a schema. */
  list(
    connect: () => Promise<Connection>,
    database: string | null,
    schema: string,
  ): Promise<readonly ExistingRelation[]>;
  /** What is taken to stand under a name: null for nothing, undefined where its schema was not read. Asks nobody. */
  known(name: RelationName): RelationType | null | undefined;
  added(relation: ExistingRelation): void;
  dropped(name: RelationName): void;
  /** Forgets a schema, so that the next look-up reads it again. */
  forget(database: string | null, schema: string): void;
}

/** What a plan did to the relations of a schema. */
type Change = (relations: Map<string, ExistingRelation>) => void;

const part = (text: string | null): string => (text ?? '').toLowerCase();
const schemaKey = (database: string | null, schema: string | null): string =>
  `${part(database)}\u0000${part(schema)}`;

/** An empty cache over one introspector. Names compare without regard to case, as dbt's cache does. */
export function createRelationCache(introspector: Introspector): RelationCache {
  const schemas = new Map<string, Promise<Map<string, ExistingRelation>>>();
  const loaded = new Map<string, Map<string, ExistingRelation>>();
  /** Changes that were made while their schema was being read: the answer may not know of them yet. */
  const late = new Map<string, Change[]>();

  const load = (
    connect: () => Promise<Connection>,
    database: string | null,
    schema: string,
  ): Promise<Map<string, ExistingRelation>> => {
    const key = schemaKey(database, schema);
    const known = schemas.get(key);
    if (known) return known;
    const changes: Change[] = [];
    late.set(key, changes);
    const reading = readSchema(introspector, connect, database, schema).then((relations) => {
      for (const change of changes) change(relations);
      // It may have been forgotten while it was read.
      if (schemas.get(key) === reading) loaded.set(key, relations);
      return relations;
    });
    schemas.set(key, reading);
    // A failed look-up must not be remembered: the next node asks again.
    reading.catch(() => schemas.delete(key));
    return reading;
  };
  const change = ({ database, schema }: RelationName, apply: Change): void => {
    const key = schemaKey(database, schema);
    const relations = loaded.get(key);
    if (relations) apply(relations);
    else late.get(key)?.push(apply);
  };

  return {
    async get(connect, name) {
      if (name.schema === null) return null;
      const relations = await load(connect, name.database, name.schema);
      return relations.get(part(name.identifier)) ?? null;
    },
    async list(connect, database, schema) {
      return [...(await load(connect, database, schema)).values()];
    },
    known(name) {
      const relations = loaded.get(schemaKey(name.database, name.schema));
      return relations === undefined ? undefined : (relations.get(part(name.identifier))?.type ?? null);
    },
    added(relation) {
      change(relation, (relations) => void relations.set(part(relation.identifier), relation));
    },
    dropped(name) {
      change(name, (relations) => void relations.delete(part(name.identifier)));
    },
    forget(database, schema) {
      const key = schemaKey(database, schema);
      schemas.delete(key);
      loaded.delete(key);
    },
  };
}

async function readSchema(
  introspector: Introspector,
  connect: () => Promise<Connection>,
  database: string | null,
  schema: string,
): Promise<Map<string, ExistingRelation>> {
  const relations = await introspector.listRelations(await connect(), database, schema);
  return new Map(relations.map((relation) => [part(relation.identifier), relation]));
}
