import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresAdapter } from '../../../adapters/postgres/adapter.ts';
import { openPostgres } from '../../../adapters/postgres/warehouse.ts';
import { startPostgres, type PostgresServer } from '../../support/postgres-server.ts';
import { scratchFolder, type ScratchFolder } from '../../support/run-tx.ts';

let folder: ScratchFolder;
let server: PostgresServer;

const file = (name: string): string => path.join(folder.path, name);

/** Runs openssl with arguments that are parted by spaces. */
function openssl(line: string): void {
  const options = { cwd: folder.path, encoding: 'utf8' } as const;
  const { status, stderr, error } = spawnSync('openssl', line.split(' '), options);
  if (status !== 0) throw error ?? new Error(`openssl ${line}: ${stderr}`);
}

/** An authority, `<name>.crt` with its key. */
function makeAuthority(name: string): void {
  openssl(`req -x509 -newkey rsa:2048 -nodes -days 2 -keyout ${name}.key -out ${name}.crt -subj /CN=${name}`);
}

/** A certificate that an authority signs for a name. */
function makeCertificate(name: string, authority: string, commonName: string): void {
  openssl(`req -newkey rsa:2048 -nodes -keyout ${name}.key -out ${name}.csr -subj /CN=${commonName}`);
  folder.write({ 'names.cnf': `subjectAltName=DNS:${commonName}\n` });
  const signer = `-CA ${authority}.crt -CAkey ${authority}.key -CAcreateserial`;
  openssl(`x509 -req -in ${name}.csr -out ${name}.crt -days 2 -extfile names.cnf ${signer}`);
}

beforeAll(async () => {
  folder = scratchFolder();
  for (const authority of ['known', 'other']) makeAuthority(authority);
  makeCertificate('server', 'known', 'localhost');
  makeCertificate('client', 'known', 'postgres');
  const text = (name: string): string => readFileSync(file(name), 'utf8');
  server = await startPostgres({
    certificate: text('server.crt'),
    key: text('server.key'),
    authority: text('known.crt'),
    access: [
      'hostssl certified all 127.0.0.1/32 cert',
      'hostssl all all 127.0.0.1/32 trust',
      'hostnossl plain all 127.0.0.1/32 trust',
    ].join('\n'),
  });
  for (const name of ['certified', 'plain']) await ask({}, `create database ${name}`);
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

/** Connects as a profile says, and gives the first cell of the answer. */
async function ask(given: Readonly<Record<string, unknown>>, sql: string): Promise<unknown> {
  const base = {
    host: '127.0.0.1',
    port: server.port,
    user: 'postgres',
    password: 'not needed',
    dbname: 'postgres',
  };
  const raw = { ...base, schema: 'public', retries: 0, ...given };
  const warehouse = await openPostgres(
    postgresAdapter.parseCredentials(raw, { profileFile: 'profiles.yml' }),
  );
  try {
    const { rows } = await (await warehouse.connect()).execute(sql);
    return rows[0]?.[0];
  } finally {
    await warehouse.close();
  }
}

const isEncrypted = (given: Readonly<Record<string, unknown>>): Promise<unknown> =>
  ask(given, 'select ssl from pg_stat_ssl where pid = pg_backend_pid()');

describe('a session with a server that encrypts', () => {
  it.each(['prefer', 'require'])('is encrypted with sslmode %s', async (sslmode) => {
    expect(await isEncrypted({ sslmode })).toBe(true);
  });

  it('is plain first with allow, and encrypted where the server will not have that', async () => {
    expect(await isEncrypted({ sslmode: 'allow', dbname: 'plain' })).toBe(false);
    expect(await isEncrypted({ sslmode: 'allow' })).toBe(true);
  });

  it('is refused with disable', async () => {
    await expect(isEncrypted({ sslmode: 'disable' })).rejects.toThrow('no encryption');
  });

  it.each(['verify-ca', 'require'])('trusts the authority of the profile alone, with %s', async (sslmode) => {
    expect(await isEncrypted({ sslmode, sslrootcert: file('known.crt') })).toBe(true);
    await expect(isEncrypted({ sslmode, sslrootcert: file('other.crt') })).rejects.toThrow(/certificate/);
  });

  it('wants the name of the host in the certificate with verify-full', async () => {
    const verified = { sslmode: 'verify-full', sslrootcert: file('known.crt') };
    expect(await isEncrypted({ ...verified, host: 'localhost' })).toBe(true);
    await expect(isEncrypted({ ...verified, host: '127.0.0.1' })).rejects.toThrow(/altnames|IP/);
  });

  it('shows the certificate of the profile where the server asks for one', async () => {
    const own = {
      sslmode: 'require',
      sslcert: file('client.crt'),
      sslkey: file('client.key'),
      dbname: 'certified',
    };
    expect(await ask(own, 'select client_dn from pg_stat_ssl where pid = pg_backend_pid()')).toBe(
      '/CN=postgres',
    );
    await expect(isEncrypted({ sslmode: 'require', dbname: 'certified' })).rejects.toThrow(
      /client certificate/,
    );
  });
});
