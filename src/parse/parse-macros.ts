import type { Project } from '../config/project.ts';
import type { ProjectError } from '../errors/project-error.ts';
import type { MacroNode } from '../graph/node.ts';
import { readMacroFile } from './macro-file.ts';
import { createMacroLibrary, type LibraryMacro, type MacroLibrary } from './macro-library.ts';
import { macroDependencies } from './macro-dependencies.ts';
import type { ProjectFile } from './project-file.ts';
import type { SourceFile } from './source-file.ts';

/** All macros of the project and its packages: the library, and every macro read, duplicates included. */
export interface ParsedMacros {
  readonly library: MacroLibrary;
  readonly all: readonly LibraryMacro[];
  readonly errors: readonly ProjectError[];
}

/** Whether a file may hold macros. */
export function holdsMacros(file: ProjectFile): boolean {
  return file.kind === 'macro' || file.kind === 'generic-test' || file.kind === 'snapshot';
}

/** Reads all macros and finds out which others each of them calls. */
export function parseMacros(project: Project, files: readonly SourceFile[], createdAt: number): ParsedMacros {
  const errors: ProjectError[] = [];
  const all: LibraryMacro[] = [];
  const packages = new Map<string, Map<string, LibraryMacro>>();
  for (const name of project.packages.keys()) packages.set(name, new Map());
  for (const { file, text } of files) {
    if (!holdsMacros(file)) continue;
    const read = readMacroFile(file, text, createdAt);
    errors.push(...read.errors);
    for (const macro of read.macros) {
      all.push(macro);
      packages.get(file.packageName)?.set(macro.node.name, macro);
    }
  }
  const library = createMacroLibrary(project.root.name, packages);
  const complete = all.map((macro): LibraryMacro => {
    const node: MacroNode = { ...macro.node, dependsOnMacros: macroDependencies(macro, library, project) };
    const entry = { ...macro, node };
    if (packages.get(node.packageName)?.get(node.name) === macro)
      packages.get(node.packageName)?.set(node.name, entry);
    return entry;
  });
  return { library, all: complete, errors };
}
