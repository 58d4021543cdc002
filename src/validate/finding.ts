import { codeFrame, placeOf } from '../errors/code-frame.ts';
import type { ProjectError } from '../errors/project-error.ts';
import type { ModelNode } from '../graph/node.ts';

/** The error placed at a node's file. */
export function atNode(error: ProjectError, node: ModelNode): ProjectError {
  return { location: { file: node.originalFilePath }, nodeId: node.uniqueId, ...error };
}

/** The error placed at an offset of a model's text, with the lines around it. */
export function atOffset(error: ProjectError, node: ModelNode, offset: number): ProjectError {
  const place = placeOf(node.rawCode, offset);
  const line = place.line + node.firstLine - 1;
  return {
    ...error,
    location: { file: node.originalFilePath, line, column: place.column },
    frame: codeFrame(node.rawCode, line, place.column, 1, node.firstLine),
    nodeId: node.uniqueId,
  };
}

/** The error placed at the first match in a model's text, else at its beginning. */
export function atMatch(error: ProjectError, node: ModelNode, pattern: RegExp): ProjectError {
  return atOffset(error, node, Math.max(0, node.rawCode.search(pattern)));
}

/** The error placed where the model's text sets one of the configs, else at its property file, else at its beginning. */
export function atConfig(error: ProjectError, node: ModelNode, key: string): ProjectError {
  if (Object.hasOwn(node.configCall, key)) {
    const call = node.rawCode.search(/\bconfig\s*\(/);
    const found = call < 0 ? -1 : node.rawCode.slice(call).search(new RegExp(`\\b${key}\\b`));
    return atOffset(error, node, found < 0 ? 0 : call + found);
  }
  if (node.patchPath === null || node.config[key] === undefined || node.config[key] === null) {
    return atOffset(error, node, 0);
  }
  return atNode({ ...error, location: { file: node.patchPath.replace(/^[^:]+:\/\//, '') } }, node);
}
