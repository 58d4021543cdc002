import { wildcardMatcher } from '../../../util/wildcard-matcher.ts';
import type { SelectionMethod } from '../method.ts';

/** `group:finance`: the members of a group. */
export const groupMethod: SelectionMethod = {
  name: 'group',
  description: 'Members of this group; wildcards match.',
  select: ({ value, nodes }) => {
    const matches = wildcardMatcher(value);
    // By config: a test that takes on its model's group is no member itself.
    return nodes.filter((node) => {
      const { group } = node.config;
      return typeof group === 'string' && matches(group);
    });
  },
};
