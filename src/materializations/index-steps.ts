import type { Dialect, IndexDefinition } from '../adapter-api/dialect.ts';
import type { Relation } from '../adapter-api/relation.ts';
import type { Json, JsonObject } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { fitIdentifier } from '../util/fit-identifier.ts';
import { fnv1a } from '../util/fnv1a.ts';
import { sqlSteps } from './plan-steps.ts';
import type { SqlStep } from './plan-types.ts';

const KEYS = new Set(['columns', 'unique', 'type']);

/** Creates the indexes of the config on a relation. Throws ProjectFailure for a definition that cannot be read. */
export function indexSteps(relation: Relation, config: JsonObject, dialect: Dialect): readonly SqlStep[] {
  return sqlSteps(indexStatements(relation, config, dialect), 'index');
}

/** The statements of `indexSteps`. Throws ProjectFailure for a definition that cannot be read. */
export function indexStatements(relation: Relation, config: JsonObject, dialect: Dialect): readonly string[] {
  const given = config['indexes'];
  if (given === null || given === undefined) return [];
  if (!Array.isArray(given)) throw badIndex('indexes is not a list');
  return given.map(indexDefinition).map((index) => {
    const name = indexName(relation, index);
    return dialect.createIndex(relation, { ...index, name });
  });
}

/** A name that differs between the indexes of a table, between tables, and between a table and its stage. */
function indexName(relation: Relation, index: IndexDefinition): string {
  const columns = index.columns.join('_').replace(/[^A-Za-z0-9_]+/g, '_');
  return `${fitIdentifier(columns, 40)}_${fnv1a(JSON.stringify([relation.identifier, index]))}_idx`;
}

function indexDefinition(given: Json): IndexDefinition {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) throw badIndex('not an object');
  const raw = given as JsonObject;
  const unknown = Object.keys(raw).find((key) => !KEYS.has(key));
  if (unknown !== undefined) {
    throw badIndex(`Additional properties are not allowed ('${unknown}' was unexpected)`);
  }
  const { columns, unique, type } = raw;
  if (!Array.isArray(columns) || columns.length === 0) throw badIndex("'columns' is a required property");
  return {
    columns: columns.map(String),
    ...(unique === true ? { unique: true } : {}),
    ...(typeof type === 'string' ? { type } : {}),
  };
}

function badIndex(reason: string): ProjectFailure {
  return new ProjectFailure({
    code: 'TX3118',
    message: `Could not parse index config: at path []: ${reason}`,
    hint: "An index looks like {'columns': ['a', 'b'], 'unique': true, 'type': 'hash'}.",
  });
}
