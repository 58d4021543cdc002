import { wildcardMatcher } from '../../../util/wildcard-matcher.ts';
import type { Manifest } from '../../manifest.ts';
import type { GraphNode } from '../../node.ts';
import type { SelectionMethod } from '../method.ts';
import { selectionFailure } from '../selection-failure.ts';

/** `path:models/staging`: nodes whose file, property file or any folder above is at a path of the root project. */
export const pathMethod: SelectionMethod = {
  name: 'path',
  description:
    'Nodes in this file or folder of the project, or described in this property file; `*` stays in a folder, `**` goes down.',
  select: ({ value, nodes, context }) => {
    if (value.startsWith('/')) {
      throw selectionFailure('TX1403', `Invalid path "${value}": write it relative to the project's folder`);
    }
    const matches = pathMatcher(value);
    const hits = new Set(
      [...rootPaths(context.manifest)]
        .filter(([path, isFolder]) => matches(path, isFolder))
        .map(([path]) => path),
    );
    return nodes.filter((node) => pathsOf(node).some((path) => hits.has(path)));
  },
};

/** Files and folders of the root project that the manifest knows of: the flag tells folders. */
function rootPaths(manifest: Manifest): ReadonlyMap<string, boolean> {
  const root = manifest.metadata.projectName;
  const resources = [
    ...manifest.nodes.values(),
    ...[...manifest.disabled.values()].flat(),
    ...manifest.macros.values(),
    ...manifest.docs.values(),
    ...manifest.groups.values(),
  ];
  const paths = new Map<string, boolean>();
  for (const resource of resources) {
    if (resource.packageName !== root) continue;
    const patch = 'patchPath' in resource ? filePart(resource.patchPath) : null;
    for (const file of patch === null ? [resource.originalFilePath] : [resource.originalFilePath, patch]) {
      paths.set(file, false);
      for (const folder of foldersOf(file)) paths.set(folder, true);
    }
  }
  return paths;
}

function filePart(patchPath: string | null): string | null {
  return patchPath === null ? null : (patchPath.split('://')[1] ?? null);
}

function foldersOf(file: string): readonly string[] {
  const folders: string[] = [];
  for (let slash = file.lastIndexOf('/'); slash > 0; slash = file.lastIndexOf('/', slash - 1)) {
    folders.push(file.slice(0, slash));
  }
  return folders;
}

function pathsOf(node: GraphNode): readonly string[] {
  const patch = 'patchPath' in node ? filePart(node.patchPath) : null;
  const own = [node.originalFilePath, ...foldersOf(node.originalFilePath)];
  return patch === null ? own : [...own, patch];
}

/** Python's pathlib patterns: wildcards within a segment, `**` for any number of folders. */
function pathMatcher(pattern: string): (path: string, isFolder: boolean) => boolean {
  const segments = pattern.split('/').filter((segment) => segment !== '' && segment !== '.');
  const matchers = segments.map((segment) => (segment === '**' ? null : wildcardMatcher(segment)));
  const foldersOnly = segments.at(-1) === '**';
  const from = (matcher: number, parts: readonly string[], part: number): boolean => {
    if (matcher === matchers.length) return part === parts.length;
    const matches = matchers[matcher];
    if (matches === null) {
      return from(matcher + 1, parts, part) || (part < parts.length && from(matcher, parts, part + 1));
    }
    const segment = parts[part];
    return (
      segment !== undefined && matches !== undefined && matches(segment) && from(matcher + 1, parts, part + 1)
    );
  };
  return (path, isFolder) => (isFolder || !foldersOnly) && from(0, path.split('/'), 0);
}
