import type { GraphNode } from './node.ts';

/** The selection that finds the node: `shop.staging.stg_orders`, `source:shop.crm.customers`. */
export function selectorOf(node: GraphNode): string {
  switch (node.resourceType) {
    case 'source':
      return `source:${node.packageName}.${node.sourceName}.${node.name}`;
    case 'exposure':
    case 'metric':
    case 'saved_query':
    case 'semantic_model':
      return `${node.resourceType}:${node.packageName}.${node.name}`;
    case 'unit_test': {
      const version = node.version === null ? '' : `_v${node.version}`;
      return `unit_test:${node.packageName}.${node.name}${version}`;
    }
    default:
      return node.fqn.join('.');
  }
}
