import type { Relation } from '../adapter-api/relation.ts';
import { RelationValue } from '../global-macros/values/relation-value.ts';
import type { SourceNode } from '../graph/node.ts';
import type { RunEnvironment } from './run-environment.ts';

/**
 * The relation of a source, with the quoting that its YAML asks for, else the adapter's: that of dbt_project.yml is for
 * what the project builds, although dbt has it in a source's `relation_name`.
 */
function sourceRelation(node: SourceNode, env: RunEnvironment): Relation {
  const quoting = node.quoting as Readonly<Record<string, unknown>>;
  const { defaultQuoting } = env.project.profile.adapter;
  const part = (name: 'database' | 'schema' | 'identifier'): boolean =>
    typeof quoting[name] === 'boolean' ? quoting[name] : defaultQuoting[name];
  return {
    database: node.database === '' ? null : node.database,
    schema: node.schema,
    identifier: node.identifier,
    type: null,
    quoting: { database: part('database'), schema: part('schema'), identifier: part('identifier') },
  };
}

/** A source as templates see it: its relation, or what the adapter puts in its place (a file, a table function). */
export function sourceValue(node: SourceNode, env: RunEnvironment): RelationValue {
  const { adapter } = env.project.profile;
  const relation = sourceRelation(node, env);
  const external = adapter.renderSource?.({
    name: node.name,
    sourceName: node.sourceName,
    identifier: node.identifier,
    schema: node.schema,
    database: node.database,
    meta: { ...(node.sourceMeta as object), ...(node.meta as object), ...(node.config as object) },
  });
  return external
    ? new RelationValue(relation, adapter.dialect, { text: external })
    : new RelationValue(relation, adapter.dialect);
}
