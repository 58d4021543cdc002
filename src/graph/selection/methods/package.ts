import { wildcardMatcher } from '../../../util/wildcard-matcher.ts';
import type { SelectionMethod } from '../method.ts';

/** `package:geo`: everything in a package; `this` is the root project. */
export const packageMethod: SelectionMethod = {
  name: 'package',
  description: 'Nodes of this package; `this` is the root project, wildcards match.',
  select: ({ value, nodes, context }) => {
    const matches = wildcardMatcher(value === 'this' ? context.manifest.metadata.projectName : value);
    return nodes.filter((node) => matches(node.packageName));
  },
};
