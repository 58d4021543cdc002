import type { SelectionMethod } from '../method.ts';
import { selectionFailure } from '../selection-failure.ts';

/** dbt's resource types; some never stand in the graph and so match nothing. */
const TYPES: ReadonlySet<string> = new Set([
  ...[
    'model',
    'analysis',
    'test',
    'snapshot',
    'operation',
    'seed',
    'sql_operation',
    'doc',
    'source',
    'macro',
  ],
  ...[
    'exposure',
    'metric',
    'group',
    'saved_query',
    'semantic_model',
    'unit_test',
    'fixture',
    'function',
    'rpc',
  ],
]);

/** `resource_type:seed`: nodes by their type. */
export const resourceTypeMethod: SelectionMethod = {
  name: 'resource_type',
  description: 'Nodes of this resource type.',
  select: ({ value, heads }) => {
    if (!TYPES.has(value)) {
      throw selectionFailure('TX1403', `Invalid resource_type selector "${value}"`, {
        name: value,
        candidates: TYPES,
      });
    }
    return heads.filter((head) => head.resourceType === value);
  },
};
