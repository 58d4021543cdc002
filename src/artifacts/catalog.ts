import type { CatalogRelation } from '../adapter-api/introspector.ts';
import type { Project } from '../config/project.ts';
import type { Manifest } from '../graph/manifest.ts';
import { artifactMetadata } from './artifact-metadata.ts';

/** catalog.json, version 1: the relations of the wanted nodes and sources (unique ids) as the warehouse has them. */
export function catalogJson(
  project: Project,
  manifest: Manifest,
  relations: readonly CatalogRelation[],
  wanted: ReadonlySet<string>,
  errors: readonly string[],
): Readonly<Record<string, unknown>> {
  const byName = new Map(
    relations.map((relation) => [key(relation.database, relation.schema, relation.name), relation]),
  );
  const nodes: Record<string, unknown> = {};
  const sources: Record<string, unknown> = {};
  for (const node of manifest.nodes.values()) {
    if (!wanted.has(node.uniqueId)) continue;
    if (node.resourceType === 'source') {
      const found = byName.get(key(node.database, node.schema, node.identifier));
      if (found) sources[node.uniqueId] = relationJson(found, node.uniqueId);
    } else if ('alias' in node) {
      const found = byName.get(key(node.database, node.schema, node.alias));
      if (found) nodes[node.uniqueId] = relationJson(found, node.uniqueId);
    }
  }
  return {
    metadata: artifactMetadata(project, 'catalog', 1),
    nodes,
    sources,
    errors: errors.length > 0 ? errors : null,
  };
}

function key(database: string | null, schema: string, name: string): string {
  return [database ?? '', schema, name].join('\u0000').toLowerCase();
}

function relationJson(relation: CatalogRelation, uniqueId: string): Readonly<Record<string, unknown>> {
  const columns = relation.columns.map((column) => [
    column.name,
    { type: column.dataType, index: column.index, name: column.name, comment: column.comment },
  ]);
  const hasStats = relation.stats.length > 0;
  const stats = [
    ...relation.stats.map((stat) => [stat.id, stat] as const),
    [
      'has_stats',
      {
        id: 'has_stats',
        label: 'Has Stats?',
        value: hasStats,
        include: false,
        description: 'Indicates whether there are statistics for this table',
      },
    ] as const,
  ];
  return {
    metadata: {
      type: relation.type,
      schema: relation.schema,
      name: relation.name,
      database: relation.database,
      comment: relation.comment,
      owner: relation.owner,
    },
    columns: Object.fromEntries(columns),
    stats: Object.fromEntries(stats),
    unique_id: uniqueId,
  };
}
