import type { SelectionMethod } from '../method.ts';

/** `access:public`: models by their access. */
export const accessMethod: SelectionMethod = {
  name: 'access',
  description: 'Models with this access: public, protected or private.',
  select: ({ value, nodes }) =>
    nodes.filter((node) => node.resourceType === 'model' && node.access === value),
};
