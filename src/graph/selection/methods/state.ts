import type { SelectionMethod } from '../method.ts';
import { selectionFailure } from '../selection-failure.ts';
import { stateAspects } from '../../state-comparison.ts';

/** `state:modified`: nodes by what changed since the compared state. */
export const stateMethod: SelectionMethod = {
  name: 'state',
  description: `Nodes compared with another manifest: ${[...stateAspects.keys()].join(', ')}.`,
  select: ({ value, nodes, context }) => {
    const previous = context.state.requireManifest();
    const matches = stateAspects.get(value);
    if (matches === undefined) {
      throw selectionFailure(
        'TX1403',
        `Got an invalid selector "${value}", expected one of ${[...stateAspects.keys()].join(', ')}`,
        { name: value, candidates: stateAspects.keys() },
      );
    }
    return nodes.filter((node) => matches(previous.nodes.get(node.uniqueId), node, context.state));
  },
};
