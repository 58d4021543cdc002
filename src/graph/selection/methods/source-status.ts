import type { SelectionMethod } from '../method.ts';

/** `source_status:fresher`: sources that got new rows since the compared state. */
export const sourceStatusMethod: SelectionMethod = {
  name: 'source_status',
  description: 'Sources that are `fresher` than in the compared state; any other value matches nothing.',
  select: ({ value, nodes, context }) => {
    const fresher = context.state.fresherSources();
    return value === 'fresher' ? nodes.filter((node) => fresher.has(node.uniqueId)) : [];
  },
};
