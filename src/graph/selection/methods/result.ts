import type { SelectionMethod } from '../method.ts';

/** `result:error`: nodes by how they ended in the run that `--state` holds. */
export const resultMethod: SelectionMethod = {
  name: 'result',
  description: 'Nodes with this status in the run results of the compared state.',
  select: ({ value, nodes, context }) => {
    const matching = context.state.nodesWithStatus(value);
    return nodes.filter((node) => matching.has(node.uniqueId));
  },
};
