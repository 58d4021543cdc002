import type { Dialect, IndexDefinition } from '../adapter-api/dialect.ts';
import type { Relation } from '../adapter-api/relation.ts';
import type { Json, JsonObject } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { sqlSteps } from './plan-steps.ts';
import type { SqlStep } from './plan-types.ts';

const KEYS = new Set(['columns', 'unique', 'type']);

/** Creates the indexes of the config on a relation. Throws ProjectFailure for a definition that cannot be read. */
export function indexSteps(relation: Relation, config: JsonObject, dialect: Dialect): readonly SqlStep[] {
  return sqlSteps(
    indexDefinitions(config).map((index) => dialect.createIndex(relation, index)),
    'index',
  );
}

/** The `indexes` of a config. Throws ProjectFailure for a definition that cannot be read. */
export function indexDefinitions(config: JsonObject): readonly IndexDefinition[] {
  const given = config['indexes'];
  if (given === null || given === undefined) return [];
  if (!Array.isArray(given)) throw badIndex('indexes is not a list');
  return given.map(indexDefinition);
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
