import { wildcardMatcher } from '../../../util/wildcard-matcher.ts';
import type { SelectionMethod } from '../method.ts';

/** `tag:nightly`: nodes with a tag that matches. */
export const tagMethod: SelectionMethod = {
  name: 'tag',
  description: 'Nodes with this tag; wildcards match.',
  select: ({ value, nodes }) => {
    const matches = wildcardMatcher(value);
    return nodes.filter((node) => node.tags.some(matches));
  },
};
