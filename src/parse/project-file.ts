/** What a file of a package is, by its place and its ending. */
export type FileKind =
  | 'model'
  | 'python-model'
  | 'seed'
  | 'snapshot'
  | 'analysis'
  | 'singular-test'
  | 'generic-test'
  | 'fixture'
  | 'macro'
  | 'function'
  | 'docs'
  | 'properties';

/** A file of a package, found but not read. Paths have slashes. */
export interface ProjectFile {
  readonly kind: FileKind;
  readonly packageName: string;
  /** The resource folder that holds it, e.g. `models`. */
  readonly searchPath: string;
  /** Below the resource folder, e.g. `staging/stg_orders.sql`. */
  readonly path: string;
  /** Below the package's root, e.g. `models/staging/stg_orders.sql`. */
  readonly originalFilePath: string;
  readonly absolutePath: string;
  /** Relative to the root project, for messages; the same as `originalFilePath` in the root project. */
  readonly displayPath: string;
}

/** The file's name without folders and without its last ending. */
export function fileStem(file: ProjectFile): string {
  const base = file.path.slice(file.path.lastIndexOf('/') + 1);
  const dot = base.lastIndexOf('.');
  return dot <= 0 ? base : base.slice(0, dot);
}

/** The folders between the resource folder and the file. */
export function fileFolders(file: ProjectFile): readonly string[] {
  return file.path.split('/').slice(0, -1);
}
