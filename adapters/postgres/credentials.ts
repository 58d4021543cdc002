import type { Credentials, RawCredentials } from '../../src/adapter-api/adapter.ts';
import { suggest } from '../../src/errors/did-you-mean.ts';
import { ProjectFailure, type ProjectError } from '../../src/errors/project-error.ts';

/** libpq's words for how a connection is encrypted; `prefer` where the profile says nothing. */
export const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

/** One of `sslModes`. */
export type SslMode = (typeof sslModes)[number];

/** An output of profiles.yml for Postgres, checked. */
export interface PostgresCredentials extends Credentials {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Role that each session takes on after it logged in. */
  readonly role: string | null;
  readonly searchPath: string | null;
  readonly applicationName: string;
  readonly sslMode: SslMode;
  /** Paths of PEM files: the client's certificate and key, the authority that signed the server's. */
  readonly sslCertificate: string | null;
  readonly sslKey: string | null;
  readonly sslRootCertificate: string | null;
  /** Seconds until an attempt to connect is given up; 0 waits for ever. */
  readonly connectTimeout: number;
  /** Seconds of silence before the system probes the connection; null for the system's own. */
  readonly keepalivesIdle: number | null;
  /** How often connecting is tried again after a fault that passes by itself. */
  readonly retries: number;
}

const KNOWN: ReadonlySet<string> = new Set([
  ...['type', 'threads', 'host', 'port', 'user', 'password', 'pass', 'database', 'dbname', 'schema'],
  ...['connect_timeout', 'role', 'search_path', 'keepalives_idle', 'application_name', 'retries'],
  ...['sslmode', 'sslcert', 'sslkey', 'sslrootcert'],
]);

type Fail = (message: string, hint?: string) => void;

/** Checks an output of type postgres. Throws ProjectFailure TX1110 naming every key that is wrong. */
export function parsePostgresCredentials(
  raw: RawCredentials,
  context: { readonly profileFile: string },
): PostgresCredentials {
  const errors: ProjectError[] = [];
  const fail: Fail = (message, hint) => {
    const location = { file: context.profileFile };
    errors.push({ code: 'TX1110', message, ...(hint ? { hint } : {}), location });
  };
  checkKeys(raw, fail);
  const password = text(raw, 'password', fail, 'pass') ?? '';
  const database = required(raw, 'dbname', fail, 'database');
  const settings = {
    host: required(raw, 'host', fail),
    port: wholeNumber(raw, 'port', fail),
    user: required(raw, 'user', fail),
    schema: required(raw, 'schema', fail),
    connectTimeout: wholeNumber(raw, 'connect_timeout', fail, 10),
    role: text(raw, 'role', fail),
    searchPath: text(raw, 'search_path', fail),
    keepalivesIdle: wholeNumber(raw, 'keepalives_idle', fail, 0) || null,
    sslMode: sslMode(raw, fail),
    sslCertificate: text(raw, 'sslcert', fail),
    sslKey: text(raw, 'sslkey', fail),
    sslRootCertificate: text(raw, 'sslrootcert', fail),
    applicationName: text(raw, 'application_name', fail) ?? 'tx',
    retries: wholeNumber(raw, 'retries', fail, 1),
  };
  if (errors.length > 0) throw new ProjectFailure(errors);
  return {
    ...settings,
    database,
    password,
    publicKeys: publicKeys(raw, database, settings),
    secrets: isTelling(password, [settings.user, database, settings.host]) ? [password] : [],
    uniqueField: settings.host,
  };
}

/**
 * Whether hiding the password everywhere hides anything: one that is as short as a syllable, or also the name of the user,
 * would only blot out the rest of what is printed.
 */
function isTelling(password: string, shown: readonly string[]): boolean {
  return password.length > 3 && !['postgres', ...shown].includes(password);
}

/** What templates see as `target.…`, under the names of profiles.yml. */
function publicKeys(
  raw: RawCredentials,
  database: string,
  settings: Pick<PostgresCredentials, 'host' | 'port' | 'user' | 'schema' | 'connectTimeout'> &
    Pick<PostgresCredentials, 'role' | 'searchPath' | 'applicationName' | 'retries'>,
): Credentials['publicKeys'] {
  const { host, port, user, schema } = settings;
  return {
    ...{ host, port, user, database, dbname: database, schema },
    connect_timeout: settings.connectTimeout,
    role: settings.role,
    search_path: settings.searchPath,
    keepalives_idle: Number(raw['keepalives_idle'] ?? 0),
    sslmode: raw['sslmode'] ?? null,
    sslcert: raw['sslcert'] ?? null,
    sslkey: raw['sslkey'] ?? null,
    sslrootcert: raw['sslrootcert'] ?? null,
    application_name: settings.applicationName,
    retries: settings.retries,
  };
}

function checkKeys(raw: RawCredentials, fail: Fail): void {
  for (const key of Object.keys(raw)) {
    if (KNOWN.has(key)) continue;
    const near = suggest(key, KNOWN);
    if (near !== null) fail(`Profile key '${key}' is unknown for type postgres.`, `Did you mean '${near}'?`);
  }
}

/** The value under `key`, or under the older name `alias`; numbers are taken as their text. */
function text(raw: RawCredentials, key: string, fail: Fail, alias?: string): string | null {
  const value = raw[key] ?? (alias === undefined ? undefined : raw[alias]);
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  fail(`Profile key '${key}' must be text.`);
  return null;
}

function required(raw: RawCredentials, key: string, fail: Fail, alias?: string): string {
  const value = text(raw, key, fail, alias);
  if (value === null || value === '') fail(`Profile key '${key}' is required for type postgres.`);
  return value ?? '';
}

function wholeNumber(raw: RawCredentials, key: string, fail: Fail, fallback?: number): number {
  const value = raw[key] ?? fallback;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0) return number;
  if (value === undefined) fail(`Profile key '${key}' is required for type postgres.`);
  else fail(`Profile key '${key}' must be a whole number, but is '${String(value)}'.`);
  return 0;
}

function sslMode(raw: RawCredentials, fail: Fail): SslMode {
  const given = raw['sslmode'] ?? 'prefer';
  const known = sslModes.find((mode) => mode === given);
  if (known === undefined)
    fail(`Profile key 'sslmode' is '${String(given)}'.`, `Use one of ${sslModes.join(', ')}.`);
  return known ?? 'prefer';
}
