import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import type { MacroNode } from '../graph/node.ts';
import type { Block } from '../template/blocks.ts';
import { splitBlocks } from '../template/blocks.ts';
import { defineMacro, type MacroDefinition } from '../template/macro.ts';
import type { LibraryMacro } from './macro-library.ts';
import type { ProjectFile } from './project-file.ts';

/** Macros of one file and what is wrong with the others in it. */
export interface MacroFile {
  readonly macros: readonly LibraryMacro[];
  readonly errors: readonly ProjectError[];
}

/** Reads the macros, generic tests and materializations of a file; a broken block does not hide the others. */
export function readMacroFile(file: ProjectFile, text: string, createdAt: number): MacroFile {
  const macros: LibraryMacro[] = [];
  const errors: ProjectError[] = [];
  let from = 0;
  for (const block of blocksOf(file, text, errors)) {
    if (block.kind === 'snapshot' || block.kind === 'docs') continue;
    const start = text.indexOf(block.text, from);
    from = start + block.text.length;
    try {
      const definition = defineMacro(block, file.displayPath);
      macros.push({
        definition,
        node: macroNode(file, block, definition, spaced(text, block, start), createdAt),
      });
    } catch (thrown) {
      if (!(thrown instanceof ProjectFailure)) throw thrown;
      errors.push(...thrown.errors);
    }
  }
  return { macros, errors };
}

function blocksOf(file: ProjectFile, text: string, errors: ProjectError[]): readonly Block[] {
  try {
    return splitBlocks(text, file.displayPath);
  } catch (thrown) {
    if (!(thrown instanceof ProjectFailure)) throw thrown;
    errors.push(...thrown.errors);
    return [];
  }
}

/** dbt counts the white space that `{%-` and `-%}` swallow to the block's text. */
function spaced(text: string, block: Block, start: number): string {
  const before = block.text.startsWith('{%-') ? (/\s*$/.exec(text.slice(0, start))?.[0] ?? '') : '';
  const after = block.text.endsWith('-%}')
    ? (/^\s*/.exec(
        text.slice(start + block.text.length).trimEnd() === '' ? '' : text.slice(start + block.text.length),
      )?.[0] ?? '')
    : '';
  return before + block.text + after;
}

function macroNode(
  file: ProjectFile,
  block: Block,
  definition: MacroDefinition,
  macroSql: string,
  createdAt: number,
): MacroNode {
  const kind = block.kind === 'test' || block.kind === 'materialization' ? block.kind : 'macro';
  const docs = { show: true, nodeColor: null };
  return {
    uniqueId: `macro.${file.packageName}.${block.name}`,
    name: block.name,
    packageName: file.packageName,
    path: file.originalFilePath,
    originalFilePath: file.originalFilePath,
    macroSql,
    dependsOnMacros: [],
    description: '',
    meta: {},
    docs,
    config: { meta: {}, docs: { show: true, node_color: null } },
    patchPath: null,
    // Files of tests/generic are read by a parser of dbt's that does not note parameters.
    arguments:
      file.kind === 'generic-test' || kind === 'materialization'
        ? []
        : definition.parameters.map((parameter) => ({
            name: parameter.name,
            type: parameter.type,
            description: '',
          })),
    createdAt,
    supportedLanguages: block.supportedLanguages,
    kind,
    firstLine: block.line,
  };
}
