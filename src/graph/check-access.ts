import type { Linker } from './linker.ts';
import type { GraphNode, Reference } from './node.ts';
import type { RefableNode } from './node-kinds.ts';
import { groupOf } from './node-kinds.ts';

/**
 * Reports a reference that access rules forbid: to a private model from outside its group, or to a model that is not
 * public from another package when the model's package restricts access.
 */
export function checkAccess(
  node: GraphNode,
  target: RefableNode,
  reference: Reference,
  linker: Linker,
): void {
  if (target.resourceType !== 'model') return;
  const fromOutside =
    node.packageName !== target.packageName &&
    (linker.options.restrictedPackages?.has(target.packageName) ?? false);
  const group = groupOf(node);
  const attempt = `Node ${node.uniqueId} attempted to reference node ${target.uniqueId}, which is not allowed because the referenced node is`;
  const where = {
    location: reference.location ?? { file: node.originalFilePath },
    nodeId: node.uniqueId,
  };
  if (target.access === 'private' && (group === null || group !== target.group || fromOutside)) {
    linker.errors.push({
      code: 'TX1306',
      message: `${attempt} private to the '${target.group ?? ''}' group.`,
      hint:
        target.group === null
          ? `Give ${target.name} a group, or the access 'protected'.`
          : `Put ${node.name} into the group '${target.group}', or give ${target.name} the access 'protected'.`,
      ...where,
    });
  } else if (target.access === 'protected' && fromOutside) {
    linker.errors.push({
      code: 'TX1307',
      message: `${attempt} protected to the '${target.packageName}' package.`,
      hint: `Only models with the access 'public' can be referenced from other packages: '${target.packageName}' has restrict-access.`,
      ...where,
    });
  }
}
