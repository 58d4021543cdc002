import { wildcardMatcher } from '../../../util/wildcard-matcher.ts';
import type { SelectionMethod } from '../method.ts';

/** `test_name:unique`: uses of a generic test. */
export const testNameMethod: SelectionMethod = {
  name: 'test_name',
  description: 'Uses of the generic test of this name, written without its package; wildcards match.',
  select: ({ value, nodes }) => {
    const matches = wildcardMatcher(value);
    return nodes.filter(
      (node) => node.resourceType === 'test' && node.testMetadata !== null && matches(node.testMetadata.name),
    );
  },
};
