import type { ProjectError } from '../errors/project-error.ts';
import type { Manifest } from '../graph/manifest.ts';
import type { ModelNode } from '../graph/node.ts';

/** A rule over the linked project; gives what breaks it, located. */
export type ProjectRule = (manifest: Manifest) => readonly ProjectError[];

/** Enabled models of the manifest, in its order. */
export function modelsOf(manifest: Manifest): readonly ModelNode[] {
  return [...manifest.nodes.values()].filter((node): node is ModelNode => node.resourceType === 'model');
}

/** The error placed at a node's file. */
export function atNode(error: ProjectError, node: ModelNode): ProjectError {
  return { location: { file: node.originalFilePath }, nodeId: node.uniqueId, ...error };
}
