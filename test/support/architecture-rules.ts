import { posix } from 'node:path';
import {
  ADAPTER_IMPORTS,
  COMPOSITION_ROOTS,
  DISK,
  DRIVER_FILES,
  LAYERS,
  LIBRARIES,
  WAREHOUSES,
} from './layers.ts';
import { resolveImport, type SourceFile } from './source-file.ts';

/** A rule of the architecture: gives one line per breach, with file and line. */
export type ArchitectureRule = (files: readonly SourceFile[]) => string[];

const MAX_LINES = 400;

const folderOf = (path: string): string => path.split('/')[1] ?? '';
const rankOf = (folder: string): number => LAYERS.findIndex((row) => row.includes(folder));
const inSrc = (path: string): boolean => path.startsWith('src/');

/** Every import of a relative path, with where it leads. */
function innerImports(files: readonly SourceFile[]) {
  return files.flatMap((file) =>
    file.imports.flatMap((found) => {
      const target = resolveImport(file.path, found.specifier);
      return target === null ? [] : [{ file, found, target }];
    }),
  );
}

/** Every import of a package or a module of Node. */
function outerImports(files: readonly SourceFile[]) {
  return files.flatMap((file) =>
    file.imports.filter((found) => !found.specifier.startsWith('.')).map((found) => ({ file, found })),
  );
}

/** A folder of src/ that no layer names. */
export const folderWithoutLayer: ArchitectureRule = (files) => {
  const folders = new Set(files.filter(({ path }) => inSrc(path)).map(({ path }) => folderOf(path)));
  return [...folders].filter((folder) => rankOf(folder) === -1).map((folder) => `src/${folder} has no layer`);
};

/** An import in src/ of a folder that is not above the importer's, or of an adapter. */
export const layerOrder: ArchitectureRule = (files) =>
  innerImports(files.filter(({ path }) => inSrc(path))).flatMap(({ file, found, target }) => {
    const where = `${file.path}:${found.line} imports ${target}`;
    if (!inSrc(target)) {
      return target === 'adapters/index.ts' && COMPOSITION_ROOTS.includes(file.path) ? [] : [where];
    }
    const [own, other] = [folderOf(file.path), folderOf(target)];
    return own === other || rankOf(other) < rankOf(own) ? [] : [where];
  });

/** An import of an adapter that leads elsewhere than to its own folder, one parent adapter or the three folders of src/. */
export const adapterImports: ArchitectureRule = (files) => {
  const parents = new Map<string, Set<string>>();
  const breaches: string[] = [];
  for (const { file, found, target } of innerImports(files.filter(({ path }) => !inSrc(path)))) {
    const where = `${file.path}:${found.line} imports ${target}`;
    if (inSrc(target)) {
      if (!ADAPTER_IMPORTS.includes(folderOf(target))) breaches.push(where);
      continue;
    }
    const [own, other] = [folderOf(file.path), folderOf(target)];
    if (file.path === 'adapters/index.ts' || own === other) continue;
    const known = parents.get(own) ?? new Set<string>();
    parents.set(own, known.add(other));
    if (known.size > 1 || !target.startsWith('adapters/')) breaches.push(where);
  }
  return breaches;
};

/** A warehouse's name as a string in src/. */
export const adapterNames: ArchitectureRule = (files) =>
  files
    .filter(({ path }) => inSrc(path))
    .flatMap(({ path, strings }) =>
      strings
        .filter(({ text }) => WAREHOUSES.some((name) => new RegExp(`\\b${name}\\b`, 'i').test(text)))
        .map(({ text, line }) => `${path}:${line} says '${text}'`),
    );

/** A module of Node for files or child processes outside of the folders that may touch the disk. */
export const diskAccess: ArchitectureRule = (files) =>
  outerImports(files.filter(({ path }) => !DISK.some((allowed) => path.startsWith(allowed)))).flatMap(
    ({ file, found }) =>
      /^(node:)?(fs|fs\/promises|child_process)$/.test(found.specifier)
        ? [`${file.path}:${found.line} imports ${found.specifier}`]
        : [],
  );

/** A driver imported elsewhere than in the files of an adapter that may. */
export const driverImports: ArchitectureRule = (files) =>
  outerImports(files).flatMap(({ file, found }) => {
    const { specifier } = found;
    if (specifier.startsWith('node:') || LIBRARIES.includes(specifier)) return [];
    const allowed = !inSrc(file.path) && DRIVER_FILES.includes(posix.basename(file.path));
    return allowed ? [] : [`${file.path}:${found.line} imports ${specifier}`];
  });

/** An adapter's definition that loads its driver at once: it must wait for the first connection. */
export const eagerDrivers: ArchitectureRule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reach = (path: string, seen: Set<string>): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { specifier, dynamic } of byPath.get(path)?.imports ?? []) {
      const target = resolveImport(path, specifier);
      if (target !== null && !dynamic) reach(target, seen);
    }
  };
  return files
    .filter(({ path }) => !inSrc(path) && posix.basename(path) === 'adapter.ts')
    .flatMap(({ path }) => {
      const seen = new Set<string>();
      reach(path, seen);
      return [...seen]
        .filter((reached) => !inSrc(reached) && DRIVER_FILES.includes(posix.basename(reached)))
        .map((reached) => `${path} loads ${reached} at once`);
    });
};

/** Files that import each other in a ring, types included; the ring is named in full. */
export const importCycles: ArchitectureRule = (files) => {
  const targets = new Map<string, string[]>();
  for (const { file, target } of innerImports(files)) {
    targets.set(file.path, [...(targets.get(file.path) ?? []), target]);
  }
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) cycles.push([...trail.slice(start), path].join(' → '));
    if (start !== -1 || done.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const file of files) visit(file.path, []);
  return cycles;
};

/** A file of more than 400 lines. */
export const longFiles: ArchitectureRule = (files) =>
  files
    .filter(({ lineCount }) => lineCount > MAX_LINES)
    .map(({ path, lineCount }) => `${path} has ${lineCount} lines`);

/** A file that is not kebab-case, or is a drawer for all sorts of things. */
export const fileNames: ArchitectureRule = (files) =>
  files.flatMap(({ path }) => {
    const name = posix.basename(path, '.ts');
    const drawer = /^(utils?|helpers?|common|misc|shared)$/.test(name);
    return drawer || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) ? [path] : [];
  });

/** An export without a doc comment. */
export const undocumentedExports: ArchitectureRule = (files) =>
  files.flatMap(({ path, undocumented }) =>
    undocumented.map(({ name, line }) => `${path}:${line} exports ${name} without a comment`),
  );

/** A word of unfinished work. */
export const unfinishedWork: ArchitectureRule = (files) =>
  files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        /\b(TODO|FIXME|XXX|HACK)\b|\bstub(s|bed)?\b|\bplaceholder\b|\bnot (yet )?implemented\b/i.test(line)
          ? [`${path}:${index + 1} ${line.trim()}`]
          : [],
      ),
  );
