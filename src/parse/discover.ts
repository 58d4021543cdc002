import { existsSync, readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Package, Project } from '../config/project.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { ignorePatterns, type IgnoreMatcher } from '../util/ignore-patterns.ts';
import type { FileKind, ProjectFile } from './project-file.ts';

/** One resource folder and what its files are by ending. */
interface SearchFolder {
  readonly path: string;
  classify(path: string, ending: string): FileKind | null;
}

/** Every file of the project and its packages, the root's first. */
export function discoverProject(project: Project): readonly ProjectFile[] {
  return [...project.packages.values()].flatMap((pkg) => discoverFiles(pkg, project.root.root));
}

/**
 * Every file of a package that dbt reads, in order of path. Follows links to folders; leaves out what `.dbtignore`
 * names, files that start with `.`, `#` or `~`, the target folder and installed packages. `rootDirectory` is the root
 * project's, for the paths in messages.
 */
function discoverFiles(pkg: Package, rootDirectory: string): readonly ProjectFile[] {
  const ignored = readIgnoreFile(pkg.root);
  const skipped = new Set([pkg.targetPath, pkg.packagesInstallPath].map((path) => slashes(path)));
  const found = new Map<string, ProjectFile>();
  const list = rememberedListing();
  for (const folder of searchFolders(pkg)) {
    const start = join(pkg.root, folder.path);
    if (!existsSync(start)) continue;
    walk(
      { directory: start, prefix: '', depth: 0 },
      list,
      (path, absolutePath) => {
        const originalFilePath = folder.path === '.' ? path : `${slashes(folder.path)}/${path}`;
        if (ignored(originalFilePath)) return;
        const kind = folder.classify(path, endingOf(path));
        const key = `${kind === 'docs' || kind === 'properties' ? kind : 'code'} ${originalFilePath}`;
        if (kind === null || found.has(key)) return;
        found.set(key, {
          kind,
          packageName: pkg.name,
          searchPath: slashes(folder.path),
          path,
          originalFilePath,
          absolutePath,
          displayPath: pkg.isRoot ? originalFilePath : slashes(relative(rootDirectory, absolutePath)),
        });
      },
      (path) => skipped.has(folder.path === '.' ? path : `${slashes(folder.path)}/${path}`),
    );
  }
  return [...found.values()];
}

/** The text of a file. Throws ProjectFailure TX1220 when it cannot be read. */
export function readProjectFile(file: ProjectFile): string {
  try {
    return readFileSync(file.absolutePath, 'utf8');
  } catch (thrown) {
    throw new ProjectFailure({
      code: 'TX1220',
      message: `Cannot read ${file.displayPath}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      location: { file: file.displayPath },
      cause: thrown,
    });
  }
}

function searchFolders(pkg: Package): readonly SearchFolder[] {
  const { paths } = pkg;
  const resources = [
    ...paths.model,
    ...paths.seed,
    ...paths.snapshot,
    ...paths.analysis,
    ...paths.macro,
    ...paths.test,
    ...paths.function,
  ];
  const sql = (folders: readonly string[], kind: FileKind): readonly SearchFolder[] =>
    folders.map((path) => ({ path, classify: (_, ending) => (ending === '.sql' ? kind : null) }));
  const docs = paths.docs.length > 0 ? paths.docs : resources;
  return [
    ...sql(paths.macro, 'macro'),
    ...paths.model.map((path): SearchFolder => ({ path, classify: classifyModel })),
    ...paths.seed.map((path): SearchFolder => ({
      path,
      classify: (_, ending) => (ending === '.csv' ? 'seed' : null),
    })),
    ...sql(paths.snapshot, 'snapshot'),
    ...sql(paths.analysis, 'analysis'),
    ...paths.test.map((path): SearchFolder => ({ path, classify: classifyTest })),
    ...sql(paths.function, 'function'),
    ...docs.map((path): SearchFolder => ({
      path,
      classify: (_, ending) => (ending === '.md' ? 'docs' : null),
    })),
    ...resources.map((path): SearchFolder => ({
      path,
      classify: (_, ending) => (ending === '.yml' || ending === '.yaml' ? 'properties' : null),
    })),
  ];
}

function classifyModel(_path: string, ending: string): FileKind | null {
  return ending === '.sql' ? 'model' : ending === '.py' ? 'python-model' : null;
}

function classifyTest(path: string, ending: string): FileKind | null {
  if (path.startsWith('fixtures/')) return ending === '.csv' || ending === '.sql' ? 'fixture' : null;
  if (ending !== '.sql') return null;
  return path.startsWith('generic/') ? 'generic-test' : 'singular-test';
}

/** What is in a folder, by name. */
type Listing = (directory: string) => readonly FolderEntry[];

interface FolderEntry {
  readonly name: string;
  readonly absolutePath: string;
  readonly isFolder: boolean;
}

/** Reads each folder once: a folder of models is searched for code, for docs and for properties. */
function rememberedListing(): Listing {
  const known = new Map<string, readonly FolderEntry[]>();
  return (directory) => {
    const before = known.get(directory);
    if (before) return before;
    const entries = readdirSync(directory, { withFileTypes: true }).map((entry): FolderEntry => {
      const absolutePath = `${directory}${sep}${entry.name}`;
      return { name: entry.name, absolutePath, isFolder: isDirectory(entry, absolutePath) };
    });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    known.set(directory, entries);
    return entries;
  };
}

function walk(
  at: { readonly directory: string; readonly prefix: string; readonly depth: number },
  list: Listing,
  visit: (path: string, absolutePath: string) => void,
  skip: (path: string) => boolean,
): void {
  // Links may lead back up; no real project nests this deep.
  if (at.depth > 40) return;
  for (const { name, absolutePath, isFolder } of list(at.directory)) {
    const path = at.prefix + name;
    if (isFolder) {
      if (name === '.git' || skip(path)) continue;
      walk({ directory: absolutePath, prefix: `${path}/`, depth: at.depth + 1 }, list, visit, skip);
    } else if (!/^[.#~]/.test(name)) visit(path, absolutePath);
  }
}

function isDirectory(entry: Dirent, absolute: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  // A link to nothing is no folder, and reading it as a file will tell.
  return statSync(absolute, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function readIgnoreFile(root: string): IgnoreMatcher {
  const path = join(root, '.dbtignore');
  return existsSync(path) ? ignorePatterns(readFileSync(path, 'utf8')) : () => false;
}

function endingOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? '' : path.slice(dot).toLowerCase();
}

function slashes(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
