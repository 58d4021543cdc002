import type { GraphNode } from '../../node.ts';
import type { SelectionMethod } from '../method.ts';
import { selectionFailure } from '../selection-failure.ts';

const TYPES: ReadonlyMap<string, (node: GraphNode) => boolean> = new Map([
  ['generic', isGeneric],
  // dbt's name for generic tests before 1.0.
  ['schema', isGeneric],
  ['singular', isSingular],
  ['data', (node) => node.resourceType === 'test'],
  ['unit', (node) => node.resourceType === 'unit_test'],
]);

function isGeneric(node: GraphNode): boolean {
  return node.resourceType === 'test' && node.testMetadata !== null;
}

function isSingular(node: GraphNode): boolean {
  return node.resourceType === 'test' && node.testMetadata === null;
}

/** `test_type:generic`: tests by their kind. */
export const testTypeMethod: SelectionMethod = {
  name: 'test_type',
  description: 'Tests of this kind: generic, singular, data (both) or unit.',
  select: ({ value, nodes }) => {
    const matches = TYPES.get(value);
    if (matches === undefined) {
      throw selectionFailure(
        'TX1403',
        `Invalid test type selector ${value}: expected "generic", "singular", "unit", or "data"`,
        { name: value, candidates: TYPES.keys() },
      );
    }
    return nodes.filter(matches);
  },
};
