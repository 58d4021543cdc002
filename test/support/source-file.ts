import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** One import of a file: static or dynamic, of values or of types. */
export interface FoundImport {
  readonly specifier: string;
  readonly line: number;
  readonly dynamic: boolean;
}

/** What the rules of the architecture ask of one file of the program; `path` is relative to the repository. */
export interface SourceFile {
  readonly path: string;
  readonly lineCount: number;
  readonly imports: readonly FoundImport[];
  readonly strings: readonly { readonly text: string; readonly line: number }[];
  readonly undocumented: readonly { readonly name: string; readonly line: number }[];
  readonly text: string;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Every TypeScript file below the given folders of the repository. */
export function readSourceFiles(folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(posix.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => {
        const path = posix.join(folder, name);
        return parseSourceFile(path, readFileSync(posix.join(ROOT, path), 'utf8'));
      }),
  );
}

/** Reads the text of one file with TypeScript's own parser. */
export function parseSourceFile(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const lineOf = (node: ts.Node): number => tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
  const imports: FoundImport[] = [];
  const strings: { text: string; line: number }[] = [];
  const visit = (node: ts.Node): void => {
    const found = importedModule(node);
    if (found !== null) {
      imports.push({ specifier: found.text, line: lineOf(node), dynamic: ts.isCallExpression(node) });
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      if (!ts.isImportDeclaration(node.parent)) strings.push({ text: node.text, line: lineOf(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const undocumented = tree.statements
    .filter((statement) => isExported(statement) && !isDocumented(statement))
    .map((statement) => ({ name: nameOf(statement), line: lineOf(statement) }));
  return { path, lineCount: text.trimEnd().split('\n').length, imports, strings, undocumented, text };
}

function importedModule(node: ts.Node): ts.StringLiteralLike | null {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return node.moduleSpecifier && ts.isStringLiteralLike(node.moduleSpecifier) ? node.moduleSpecifier : null;
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    return argument && ts.isStringLiteralLike(argument) ? argument : null;
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return ts.isStringLiteralLike(node.argument.literal) ? node.argument.literal : null;
  }
  return null;
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
  );
}

function isDocumented(statement: ts.Statement): boolean {
  return ts
    .getJSDocCommentsAndTags(statement)
    .some((comment) => ts.isJSDoc(comment) && (ts.getTextOfJSDocComment(comment.comment) ?? '').length >= 10);
}

function nameOf(statement: ts.Statement): string {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((declaration) => declaration.name.getText()).join(', ');
  }
  return (statement as ts.DeclarationStatement).name?.getText() ?? statement.getText().slice(0, 40);
}

/** The path of the file that an import names, relative to the repository; null for a package or a module of Node. */
export function resolveImport(importer: string, specifier: string): string | null {
  return specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(importer), specifier)) : null;
}
