import { isLatestVersion } from '../../node-lookup.ts';
import type { GraphNode, ModelNode } from '../../node.ts';
import { compareVersions } from '../compare-versions.ts';
import type { SelectionMethod } from '../method.ts';
import { selectionFailure } from '../selection-failure.ts';

const TESTS = new Map<string, (model: ModelNode) => boolean>([
  ['latest', isLatestVersion],
  ['prerelease', (model) => comparedToLatest(model) > 0],
  ['old', (model) => comparedToLatest(model) < 0],
  ['none', (model) => model.version === null],
]);

function comparedToLatest(model: ModelNode): number {
  if (model.version === null || model.latestVersion === null) return 0;
  return compareVersions(model.version, model.latestVersion);
}

/** `version:latest`: models by how their version stands to the latest one. */
export const versionMethod: SelectionMethod = {
  name: 'version',
  description: 'Versions of models: latest, prerelease, old, or none (models without versions).',
  select: ({ value, nodes }) => {
    const matches = TESTS.get(value);
    if (matches === undefined) {
      throw selectionFailure(
        'TX1403',
        `Invalid version type selector ${value}: expected one of: "latest", "prerelease", "old", or "none"`,
        { name: value, candidates: TESTS.keys() },
      );
    }
    return nodes.filter((node: GraphNode) => node.resourceType === 'model' && matches(node));
  },
};
