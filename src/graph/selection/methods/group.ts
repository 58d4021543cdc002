import { wildcardMatcher } from '../../../util/wildcard-matcher.ts';
import { groupOf } from '../../node-kinds.ts';
import type { SelectionMethod } from '../method.ts';

/** `group:finance`: the members of a group. */
export const groupMethod: SelectionMethod = {
  name: 'group',
  description: 'Members of this group; wildcards match.',
  select: ({ value, nodes }) => {
    const matches = wildcardMatcher(value);
    return nodes.filter((node) => {
      const group = groupOf(node);
      return group !== null && matches(group);
    });
  },
};
