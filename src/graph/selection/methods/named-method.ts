import { wildcardMatcher } from '../../../util/wildcard-matcher.ts';
import type { ResourceType } from '../../node.ts';
import type { SelectionMethod } from '../method.ts';
import { selectionFailure } from '../selection-failure.ts';

/** The method that selects resources of one type by `name` or `package.name`. */
export function namedMethod(type: ResourceType, plural: string): SelectionMethod {
  return {
    name: type,
    description: `${plural}: \`name\` or \`package.name\`; wildcards match.`,
    select: ({ value, heads, ofType }) => {
      if (value === '*') return heads.filter(({ resourceType }) => resourceType === type);
      const parts = value.split('.');
      if (parts.length > 2) {
        throw selectionFailure(
          'TX1403',
          `Invalid ${type} selector value "${value}": write name or package.name`,
        );
      }
      const isNamed = wildcardMatcher(parts.at(-1) ?? '');
      const inPackage = wildcardMatcher(parts.length === 2 ? (parts[0] ?? '') : '*');
      return ofType(type).filter((node) => isNamed(node.name) && inPackage(node.packageName));
    },
  };
}
