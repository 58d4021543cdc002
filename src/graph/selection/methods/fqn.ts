import { wildcardMatcher } from '../../../util/wildcard-matcher.ts';
import type { NodeHead } from '../../node-head.ts';
import type { SelectionMethod } from '../method.ts';

/** `fqn:shop.staging.stg_orders`, and any value without a method: nodes by name or by folders. */
export const fqnMethod: SelectionMethod = {
  name: 'fqn',
  description:
    'Nodes by name, or by package and folders from the left, dots between; from the first wildcard on wildcards match.',
  select: ({ value, heads }) => {
    const matches = fqnMatcher(value);
    return heads.filter(
      (node) =>
        node.resourceType !== 'source' && (matches(node, node.fqn) || matches(node, node.fqn.slice(1))),
    );
  },
};

function fqnMatcher(value: string): (node: NodeHead, fqn: readonly string[]) => boolean {
  const parts = value.split('.');
  const firstWildcard = parts.findIndex((part) => /[*?[\]]/.test(part));
  const exact = firstWildcard < 0 ? parts : parts.slice(0, firstWildcard);
  const isName = wildcardMatcher(value);
  const rest = firstWildcard < 0 ? null : wildcardMatcher(parts.slice(firstWildcard).join('.'));
  return (node, fqn) => {
    if (node.isVersioned) {
      // Of a versioned model `name`, `name.v1` and `name_v1` are names.
      if (isName(fqn.at(-2) ?? '') || fqn.slice(-2).join('_') === parts.slice(-2).join('_')) return true;
    } else if (isName(fqn.at(-1) ?? '')) return true;
    // Dots in a name separate like folders.
    const flat = fqn.flatMap((segment) => segment.split('.'));
    if (flat.length < parts.length) return false;
    if (!exact.every((part, index) => fqn[index] === part)) return false;
    return rest === null || rest(flat.slice(exact.length).join('.'));
  };
}
