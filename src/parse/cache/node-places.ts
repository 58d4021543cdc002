import type { GraphNode } from '../../graph/node.ts';
import type { ProjectFile } from '../project-file.ts';
import type { NodePlace } from './node-table.ts';

/** Finds which files of the project a node comes from. Hooks come from dbt_project.yml, which is none of them: -1. */
export function placesOf(files: readonly ProjectFile[]): (node: GraphNode) => NodePlace {
  const code = new Map<string, number>();
  const properties = new Map<string, number>();
  for (const [index, file] of files.entries()) {
    if (file.kind === 'docs') continue;
    const key = `${file.packageName}://${file.originalFilePath}`;
    if (file.kind === 'properties') properties.set(key, index);
    else code.set(key, index);
  }
  return (node) => {
    const key = `${node.packageName}://${node.originalFilePath}`;
    const patchPath = 'patchPath' in node ? node.patchPath : null;
    return {
      file: code.get(key) ?? properties.get(key) ?? -1,
      patch: patchPath === null ? -1 : (properties.get(patchPath) ?? -1),
    };
  };
}
