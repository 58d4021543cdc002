/** The layers of src/, top first: a file imports from its own folder and from folders above it; names in one row do not import each other. */
export const LAYERS: readonly (readonly string[])[] = [
  ['util'],
  ['errors'],
  ['events'],
  ['adapter-api'],
  ['template'],
  ['config'],
  ['graph'],
  ['packages'],
  ['global-macros', 'generic-tests', 'materializations'],
  ['parse'],
  ['validate'],
  ['intervals', 'ledger'],
  ['compile'],
  ['plan'],
  ['execute'],
  ['artifacts'],
  ['observe'],
  ['api'],
  ['cli'],
];

/** The folders of src/ that an adapter may import from. */
export const ADAPTER_IMPORTS: readonly string[] = ['adapter-api', 'errors', 'util'];

/** Folders and files that may read or write the disk. */
export const DISK: readonly string[] = [
  'src/util/whole-file.ts',
  'src/config/',
  'src/packages/',
  'src/parse/discover.ts',
  'src/parse/cache',
  'src/parse/seed-file.ts',
  'src/artifacts/',
  'src/cli/',
  'adapters/postgres/encryption.ts',
  'adapters/duckdb/new-file.ts',
  'adapters/duckdb/publish-file.ts',
];

/** Files of an adapter that may import its driver: see docs/decisions/0001-driver-files.md. */
export const DRIVER_FILES: readonly string[] = ['connection.ts', 'warehouse.ts', 'cells.ts'];

/** Packages that any file may import; every other package is a driver. */
export const LIBRARIES: readonly string[] = ['commander', 'js-yaml', 'picocolors', 'tar', 'valibot', 'yaml'];

/** Files that may name the registry of adapters: the compositions of the program and of the library. */
export const COMPOSITION_ROOTS: readonly string[] = ['src/cli/main.ts', 'src/api/index.ts'];

/** Names of warehouses, which src/ knows nothing of. */
export const WAREHOUSES: readonly string[] = [
  'duckdb',
  'postgres',
  'snowflake',
  'bigquery',
  'spark',
  'databricks',
];
