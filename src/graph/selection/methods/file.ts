import { wildcardMatcher } from '../../../util/wildcard-matcher.ts';
import type { SelectionMethod } from '../method.ts';

/** `file:orders.sql` or `file:orders`: nodes by the name of the file they stand in. */
export const fileMethod: SelectionMethod = {
  name: 'file',
  description: 'Nodes that stand in a file of this name, with or without its ending; wildcards match.',
  select: ({ value, nodes }) => {
    const matches = wildcardMatcher(value);
    return nodes.filter((node) => {
      const name = node.originalFilePath.slice(node.originalFilePath.lastIndexOf('/') + 1);
      const dot = name.lastIndexOf('.');
      return matches(name) || matches(dot > 0 ? name.slice(0, dot) : name);
    });
  },
};
