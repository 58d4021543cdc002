import { suggest } from '../errors/did-you-mean.ts';
import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import type { DocNode } from '../graph/node.ts';
import { hasTags } from '../template/has-tags.ts';
import { splitBlocks } from '../template/blocks.ts';
import { compileSync } from '../template/compile-template.ts';
import { defineFunction } from '../template/define-function.ts';
import { parseTemplate } from '../template/parse-template.ts';
import type { Scope, TemplateFunction } from '../template/value.ts';
import { toText } from '../template/values/to-text.ts';
import type { ProjectFile } from './project-file.ts';

/** Docs blocks of all packages, by unique id, in the order in which they were read. */
export interface DocsLibrary {
  readonly nodes: ReadonlyMap<string, DocNode>;
  /** The block `doc('name')` or `doc('package', 'name')` means in a file of `packageName`. */
  find(packageName: string, name: string, inPackage: string | null): DocNode | undefined;
}

/** The docs blocks of one file; text outside of blocks is ignored. */
export function readDocsFile(
  file: ProjectFile,
  text: string,
): { readonly docs: readonly DocNode[]; readonly errors: readonly ProjectError[] } {
  try {
    const docs = splitBlocks(text, file.displayPath)
      .filter((block) => block.kind === 'docs')
      .map((block) => ({
        uniqueId: `doc.${file.packageName}.${block.bareName}`,
        name: block.bareName,
        packageName: file.packageName,
        path: file.path,
        originalFilePath: file.originalFilePath,
        blockContents: renderContents(block.body, file, block.bodyLine),
      }));
    return { docs, errors: [] };
  } catch (thrown) {
    if (!(thrown instanceof ProjectFailure)) throw thrown;
    return { docs: [], errors: thrown.errors };
  }
}

const NOTHING: Scope = { lookup: () => undefined };

/** dbt renders a block without any names, so that `{{ x }}` in it vanishes. */
function renderContents(body: string, file: ProjectFile, firstLine: number): string {
  if (!hasTags(body)) return body.trim();
  const template = parseTemplate(body, { file: file.displayPath, firstLine });
  return compileSync(template, { lenient: true })(NOTHING).trim();
}

/** A library over the docs that were read; a second block of a name is an error, the first stays. */
export function createDocsLibrary(
  docs: readonly DocNode[],
  rootPackage: string,
): { readonly library: DocsLibrary; readonly errors: readonly ProjectError[] } {
  const nodes = new Map<string, DocNode>();
  const byName = new Map<string, DocNode>();
  const errors: ProjectError[] = [];
  for (const doc of docs) {
    const other = nodes.get(doc.uniqueId);
    if (other) {
      errors.push(duplicate(doc, other));
      continue;
    }
    nodes.set(doc.uniqueId, doc);
    if (!byName.has(doc.name)) byName.set(doc.name, doc);
  }
  return {
    library: {
      nodes,
      find: (packageName, name, inPackage) =>
        inPackage !== null
          ? nodes.get(`doc.${inPackage}.${name}`)
          : (nodes.get(`doc.${rootPackage}.${name}`) ??
            nodes.get(`doc.${packageName}.${name}`) ??
            byName.get(name)),
    },
    errors,
  };
}

function duplicate(doc: DocNode, other: DocNode): ProjectError {
  return {
    code: 'TX1219',
    message:
      `dbt found two docs with the name "${doc.name}": in ${other.originalFilePath} and in ${doc.originalFilePath}. ` +
      `It cannot tell which one doc("${doc.name}") means.`,
    hint: 'Rename one of them.',
    location: { file: doc.originalFilePath },
  };
}

/** `doc()` for descriptions of one resource; the blocks it used are noted in `used`. */
export function docFunction(
  library: DocsLibrary,
  packageName: string,
  described: string,
  used: string[],
): TemplateFunction {
  const parameters = [{ name: 'a' }, { name: 'b', default: null }];
  return defineFunction('doc', parameters, ({ a, b }) => {
    const [inPackage, name] =
      b === null || b === undefined ? [null, toText(a ?? null)] : [toText(a ?? null), toText(b)];
    const found = library.find(packageName, name, inPackage);
    if (found) {
      if (!used.includes(found.uniqueId)) used.push(found.uniqueId);
      return found.blockContents;
    }
    const near = suggest(
      name,
      [...library.nodes.values()].map((doc) => doc.name),
    );
    throw new ProjectFailure({
      code: 'TX1208',
      message: `Documentation for '${described}' depends on doc '${inPackage === null ? '' : `${inPackage}.`}${name}' which was not found`,
      hint: near
        ? `Did you mean '${near}'?`
        : `Write {% docs ${name} %}…{% enddocs %} in a .md file of a resource folder.`,
    });
  });
}
