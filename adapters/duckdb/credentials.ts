import path from 'node:path';
import type { Credentials, RawCredentials } from '../../src/adapter-api/adapter.ts';
import { suggest } from '../../src/errors/did-you-mean.ts';
import { ProjectFailure, type ProjectError } from '../../src/errors/project-error.ts';

/** A database to attach beside the main one. */
export interface Attachment {
  readonly path: string;
  readonly alias: string | null;
  readonly type: string | null;
  readonly readOnly: boolean;
  readonly options: Readonly<Record<string, unknown>>;
}

/** An extension to install and load; `repository` is null for DuckDB's own. */
export interface Extension {
  readonly name: string;
  readonly repository: string | null;
}

/** An output of profiles.yml for DuckDB, checked. */
export interface DuckdbCredentials extends Credentials {
  /** `:memory:`, or the file's absolute path. */
  readonly path: string;
  readonly extensions: readonly Extension[];
  readonly settings: Readonly<Record<string, unknown>>;
  /** Settings that must be there when the database is opened. */
  readonly configOptions: Readonly<Record<string, string>>;
  readonly secretStatements: readonly string[];
  readonly attach: readonly Attachment[];
  /** How often opening is tried again when another process holds the file. */
  readonly connectAttempts: number;
}

const KNOWN = new Set([
  'type',
  'threads',
  'path',
  'database',
  'schema',
  'extensions',
  'settings',
  'config_options',
  'secrets',
  'attach',
  'retries',
  'disable_transactions',
  'external_root',
  'use_credential_provider',
  'keep_open',
  'is_ducklake',
]);
const REFUSED: Readonly<Record<string, string>> = {
  plugins: 'dbt-duckdb plugins are Python code',
  module_paths: 'module_paths holds Python code',
  filesystems: 'fsspec filesystems are Python code; use the httpfs extension and secrets',
  remote: 'remote DuckDB environments are not supported',
};

/** Checks an output of type duckdb. Throws ProjectFailure TX1110 naming every key that is wrong. */
export function parseDuckdbCredentials(
  raw: RawCredentials,
  context: { readonly profileFile: string },
): DuckdbCredentials {
  const errors: ProjectError[] = [];
  const fail = (message: string, hint?: string): void => {
    errors.push({
      code: 'TX1110',
      message,
      ...(hint ? { hint } : {}),
      location: { file: context.profileFile },
    });
  };
  checkKeys(raw, fail);
  const file = typeof raw['path'] === 'string' ? raw['path'] : ':memory:';
  if (/^(md|motherduck):/.test(file)) fail(`path '${file}' names MotherDuck, which is not supported`);
  const memory = file === ':memory:' || file === '';
  const database = memory ? 'memory' : path.basename(file).replace(/\.[^.]*$/, '');
  if (raw['database'] !== undefined && raw['database'] !== database) {
    fail(
      `database '${String(raw['database'])}' does not fit path '${file}'`,
      `It must be '${database}', or be left out.`,
    );
  }
  const secretStatements = secretsOf(raw['secrets'], fail);
  const attach = attachmentsOf(raw['attach'], fail);
  if (errors.length > 0) throw new ProjectFailure(errors);
  const schema = typeof raw['schema'] === 'string' ? raw['schema'] : 'main';
  return {
    database,
    schema,
    path: memory ? ':memory:' : path.resolve(file),
    extensions: extensionsOf(raw['extensions']),
    settings: record(raw['settings']),
    configOptions: Object.fromEntries(
      Object.entries(record(raw['config_options'])).map(([key, value]) => [key, String(value)]),
    ),
    secretStatements,
    attach,
    connectAttempts: Number(record(raw['retries'])['connect_attempts'] ?? 1),
    publicKeys: { database, schema, path: file },
    secrets: secretValues(raw['secrets']),
    ...(typeof raw['external_root'] === 'string' ? { externalRoot: raw['external_root'] } : {}),
    uniqueField: memory ? ':memory:' : file,
  };
}

function checkKeys(raw: RawCredentials, fail: (message: string, hint?: string) => void): void {
  for (const key of Object.keys(raw)) {
    const reason = REFUSED[key];
    if (reason !== undefined)
      fail(`Profile key '${key}' cannot be used: ${reason}.`, 'Remove the key from the profile.');
    else if (!KNOWN.has(key)) {
      const near = suggest(key, KNOWN);
      if (near !== null) fail(`Profile key '${key}' is unknown for type duckdb.`, `Did you mean '${near}'?`);
    }
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function extensionsOf(value: unknown): readonly Extension[] {
  return (Array.isArray(value) ? value : []).map((entry: unknown) => {
    if (typeof entry === 'string') return { name: entry, repository: null };
    const settings = record(entry);
    return {
      name: String(settings['name']),
      repository: settings['repo'] === undefined ? null : String(settings['repo']),
    };
  });
}

function attachmentsOf(value: unknown, fail: (message: string) => void): readonly Attachment[] {
  return (Array.isArray(value) ? value : []).map((entry: unknown) => {
    const settings = record(entry);
    if (typeof settings['path'] !== 'string') fail('Each entry of attach needs a path.');
    return {
      path: String(settings['path']),
      alias: settings['alias'] === undefined ? null : String(settings['alias']),
      type: settings['type'] === undefined ? null : String(settings['type']),
      readOnly: settings['read_only'] === true,
      options: record(settings['options']),
    };
  });
}

/** `create secret` for each entry; the keys are DuckDB's own. */
function secretsOf(value: unknown, fail: (message: string) => void): readonly string[] {
  return (Array.isArray(value) ? value : []).map((entry: unknown, index) => {
    const { type, name, persistent, scope, provider, ...rest } = record(entry);
    if (type === undefined) fail(`Entry ${index + 1} of secrets needs a type.`);
    const options: [string, unknown][] = [['type', type]];
    if (provider !== undefined) options.push(['provider', provider]);
    if (scope !== undefined) options.push(['scope', scope]);
    options.push(...Object.entries(rest));
    const body = options.map(([key, item]) => `${key} ${secretValue(item)}`).join(', ');
    const kind = persistent === true ? 'persistent ' : '';
    return `create or replace ${kind}secret ${String(name ?? `_dbt_secret_${index + 1}`)} (${body})`;
  });
}

function secretValue(value: unknown): string {
  if (Array.isArray(value)) return `(${value.map(secretValue).join(', ')})`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, item]) => `'${key}': ${secretValue(item)}`);
    return `map {${entries.join(', ')}}`;
  }
  return `'${String(value).replace(/'/g, "''")}'`;
}

const PUBLIC_SECRET_KEYS = new Set([
  'type',
  'name',
  'persistent',
  'scope',
  'provider',
  'region',
  'chain',
  'endpoint',
]);

function secretValues(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : []).flatMap((entry: unknown) =>
    Object.entries(record(entry))
      .filter(([key, item]) => !PUBLIC_SECRET_KEYS.has(key) && typeof item === 'string' && item.length > 3)
      .map(([, item]) => String(item)),
  );
}
