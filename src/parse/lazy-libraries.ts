import type { Project } from '../config/project.ts';
import type { DocsLibrary } from './docs-library.ts';
import type { MacroLibrary } from './macro-library.ts';
import { holdsMacros, parseMacros } from './parse-macros.ts';
import { creationTime, readDocs } from './parse-project.ts';
import type { ProjectFile } from './project-file.ts';
import { readFiles } from './source-file.ts';

/** A project's macros and docs. */
export interface ParseLibraries {
  readonly macros: MacroLibrary;
  readonly docs: DocsLibrary;
}

/** Macros and docs of files that are known to have no fault in them, read when something of them is asked for. */
export function lazyLibraries(project: Project, files: readonly ProjectFile[]): ParseLibraries {
  let macros: MacroLibrary | undefined;
  let docs: DocsLibrary | undefined;
  const library = (): MacroLibrary =>
    (macros ??= parseMacros(
      project,
      readFiles(files.filter(holdsMacros)).files,
      creationTime(project),
    ).library);
  const docsLibrary = (): DocsLibrary =>
    (docs ??= readDocs(
      readFiles(files.filter(({ kind }) => kind === 'docs')).files,
      project.root.name,
    ).library);
  return {
    macros: {
      rootPackage: project.root.name,
      get packages() {
        return library().packages;
      },
      get: (packageName, name) => library().get(packageName, name),
      byId: (uniqueId) => library().byId(uniqueId),
      resolve: (name, packageName) => library().resolve(name, packageName),
      generator: (name, packageName) => library().generator(name, packageName),
      names: (packageName) => library().names(packageName),
    },
    docs: {
      get nodes() {
        return docsLibrary().nodes;
      },
      find: (...query) => docsLibrary().find(...query),
    },
  };
}
