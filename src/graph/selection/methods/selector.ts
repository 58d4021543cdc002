import type { SelectionMethod } from '../method.ts';

/** `selector:nightly`: what a selector of selectors.yml selects. */
export const selectorMethod: SelectionMethod = {
  name: 'selector',
  description: 'What the selector of this name in selectors.yml selects.',
  select: ({ value, nodes, context }) => {
    const selected = context.selectNamed(value);
    return nodes.filter((node) => selected.has(node.uniqueId));
  },
};
