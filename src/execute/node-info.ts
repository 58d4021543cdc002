import type { NodeInfo } from '../events/event.ts';
import type { GraphNode } from '../graph/node.ts';

/** What events say of a node. */
export function nodeInfo(node: GraphNode): NodeInfo {
  const placed = 'schema' in node && 'alias' in node;
  return {
    uniqueId: node.uniqueId,
    name: node.name,
    resourceType: node.resourceType,
    materialized: String(node.config['materialized'] ?? node.resourceType),
    path: node.originalFilePath,
    relation: {
      database: 'database' in node ? node.database : null,
      schema: placed || node.resourceType === 'source' ? node.schema : null,
      alias: placed ? node.alias : null,
    },
  };
}

/** What a progress line calls the node, in dbt's words: `sql table model dev.orders`, `test not_null_orders_id`. */
export function describeNode(node: GraphNode): string {
  switch (node.resourceType) {
    case 'model': {
      const batch = node.config['incremental_strategy'] === 'microbatch' ? 'microbatch' : null;
      return `sql ${batch ?? String(node.config['materialized'])} model ${node.schema}.${node.alias}`;
    }
    case 'seed':
      return `seed file ${node.schema}.${node.alias}`;
    case 'snapshot':
      return `snapshot ${node.schema}.${node.alias}`;
    case 'unit_test':
      return `unit_test ${node.model}::${node.name}`;
    default:
      return `${node.resourceType} ${node.name}`;
  }
}
