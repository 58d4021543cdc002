import { wildcardMatcher } from '../../../util/wildcard-matcher.ts';
import type { SelectionMethod } from '../method.ts';
import { selectionFailure } from '../selection-failure.ts';

/** `source:crm`, `source:crm.customers` or `source:shop.crm.customers`: sources by name. */
export const sourceMethod: SelectionMethod = {
  name: 'source',
  description: 'Sources: `source`, `source.table` or `package.source.table`; wildcards match.',
  select: ({ value, heads, ofType }) => {
    if (value === '*') return heads.filter(({ resourceType }) => resourceType === 'source');
    const parts = value.split('.');
    if (parts.length > 3) {
      throw selectionFailure(
        'TX1403',
        `Invalid source selector value "${value}": write source, source.table or package.source.table`,
      );
    }
    const [packageName = '*', sourceName = '*', table = '*'] =
      parts.length === 3 ? parts : ['*', parts[0] ?? '', parts[1] ?? '*'];
    const inPackage = wildcardMatcher(packageName);
    const inSource = wildcardMatcher(sourceName);
    const isTable = wildcardMatcher(table);
    return ofType('source').filter(
      (node) => inPackage(node.packageName) && inSource(node.sourceName) && isTable(node.name),
    );
  },
};
