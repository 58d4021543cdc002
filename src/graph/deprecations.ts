import type { ProjectError } from '../errors/project-error.ts';
import type { GraphNode, ModelNode } from './node.ts';
import { parentIds } from './node-kinds.ts';

/** Warnings about models past their deprecation date, and about references to models that have one. */
export function deprecationWarnings(
  nodes: ReadonlyMap<string, GraphNode>,
  now: Date,
): readonly ProjectError[] {
  const dated = [...nodes.values()].filter(hasDate);
  if (dated.length === 0) return [];
  const byId = new Map(dated.map((model) => [model.uniqueId, model]));
  const past = dated
    .filter((model) => isPast(model, now))
    .map((model): ProjectError => ({
      code: 'TX1321',
      message: `Model ${titleOf(model)} has passed its deprecation date of ${model.deprecationDate}. This model should be disabled or removed.`,
      location: { file: model.originalFilePath },
      nodeId: model.uniqueId,
    }));
  const references = [...nodes.values()].flatMap((node) =>
    parentIds(node).flatMap((id): readonly ProjectError[] => {
      const model = byId.get(id);
      return model === undefined || node.resourceType === 'test' ? [] : [referenceWarning(node, model, now)];
    }),
  );
  return [...past, ...references];
}

type DatedModel = ModelNode & { readonly deprecationDate: string };

function hasDate(node: GraphNode): node is DatedModel {
  return node.resourceType === 'model' && node.deprecationDate !== null;
}

function isPast(model: DatedModel, now: Date): boolean {
  return Date.parse(model.deprecationDate) < now.getTime();
}

function titleOf(model: ModelNode): string {
  return model.version === null ? model.name : `${model.name}.v${model.version}`;
}

function referenceWarning(node: GraphNode, model: DatedModel, now: Date): ProjectError {
  const fate = isPast(model, now) ? 'was deprecated on' : 'is slated for deprecation on';
  const newer =
    model.version !== null && model.latestVersion !== null && model.version !== model.latestVersion
      ? { hint: `The latest version is ${model.latestVersion}.` }
      : {};
  return {
    code: 'TX1322',
    message: `While compiling '${node.name}': Found a reference to ${titleOf(model)}, which ${fate} '${model.deprecationDate}'.`,
    location: { file: node.originalFilePath },
    nodeId: node.uniqueId,
    ...newer,
  };
}
