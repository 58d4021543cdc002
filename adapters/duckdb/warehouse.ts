import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { Warehouse } from '../../src/adapter-api/adapter.ts';
import { literal, quoteIdentifier } from '../../src/adapter-api/ansi/naming.ts';
import { OperationalError } from '../../src/errors/operational-error.ts';
import { duckdbConnection } from './connection.ts';
import type { Attachment, DuckdbCredentials, Extension } from './credentials.ts';
import { toOperationalError } from './faults.ts';
import { makeNewFile } from './new-file.ts';

const RETRY_MILLISECONDS = 1000;

/** Opens the database and prepares it: extensions, secrets, attachments. Throws OperationalError. */
export async function openDuckdb(credentials: DuckdbCredentials): Promise<Warehouse> {
  const instance = await openInstance(credentials);
  const open = new Set<DuckDBConnection>();
  const connect = async (): Promise<DuckDBConnection> => {
    const driver = await instance.connect();
    open.add(driver);
    for (const [name, value] of Object.entries(credentials.settings)) {
      await run(
        driver,
        `set ${name} = ${literal(typeof value === 'number' || typeof value === 'boolean' ? value : String(value))}`,
      );
    }
    return driver;
  };
  try {
    const first = await instance.connect();
    for (const extension of credentials.extensions) await load(first, extension);
    for (const statement of preparation(credentials)) await run(first, statement);
    first.closeSync();
  } catch (thrown) {
    instance.closeSync();
    throw thrown;
  }
  return {
    connect: async () => duckdbConnection(await connect()),
    async close() {
      for (const driver of open) driver.closeSync();
      instance.closeSync();
    },
  };
}

async function run(driver: DuckDBConnection, sql: string): Promise<void> {
  try {
    await driver.run(sql);
  } catch (thrown) {
    throw toOperationalError(thrown, sql);
  }
}

/** Opens the file; while another process holds it, tries again as often as `retries.connect_attempts` says. */
async function openInstance(credentials: DuckdbCredentials): Promise<DuckDBInstance> {
  const create = (file: string) => DuckDBInstance.create(file, { ...credentials.configOptions });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await makeNewFile(credentials.path, async (file) => (await create(file)).closeSync());
      return await create(credentials.path);
    } catch (thrown) {
      const error = toOperationalError(thrown);
      if (error.faultClass !== 'conflict' || attempt >= credentials.connectAttempts)
        throw explained(error, credentials);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS * attempt));
    }
  }
}

function explained(error: OperationalError, credentials: DuckdbCredentials): OperationalError {
  if (error.faultClass !== 'conflict') return error;
  return new OperationalError(
    `The database file ${credentials.path} is held by another process.\n${error.message}`,
    'conflict',
    {
      hint: 'One process at a time may write a DuckDB file: end the other one, or let tx try longer with retries.connect_attempts in profiles.yml.',
      cause: error,
    },
  );
}

/** Loads an extension, and downloads it first where it is not there: most come with DuckDB. */
async function load(driver: DuckDBConnection, { name, repository }: Extension): Promise<void> {
  const known = await driver.runAndReadAll(
    `select installed from duckdb_extensions() where extension_name = ${literal(name)} or list_contains(aliases, ${literal(name)})`,
  );
  const isThere = known.getRows().some(([installed]) => installed === true);
  if (!isThere || repository !== null)
    await run(driver, `install ${name}${repository === null ? '' : ` from ${repository}`}`);
  await run(driver, `load ${name}`);
}

function preparation(credentials: DuckdbCredentials): readonly string[] {
  return [...credentials.secretStatements, ...credentials.attach.map(attachStatement)];
}

function attachStatement(attachment: Attachment): string {
  const options = [
    ...(attachment.type ? [`type ${attachment.type}`] : []),
    ...(attachment.readOnly ? ['read_only'] : []),
    ...Object.entries(attachment.options).map(([key, value]) => `${key} ${literal(String(value))}`),
  ];
  const alias = attachment.alias ? ` as ${quoteIdentifier(attachment.alias)}` : '';
  return `attach if not exists ${literal(attachment.path)}${alias}${options.length > 0 ? ` (${options.join(', ')})` : ''}`;
}
