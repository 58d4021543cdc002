import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { OperationalError } from '../../src/errors/operational-error.ts';
import type { PostgresCredentials } from './credentials.ts';

/** How one attempt to connect is encrypted; false for not at all. */
export type Encryption = ConnectionOptions | false;

/** The ways to try, in order, as libpq reads `sslmode`. Throws OperationalError when a file of the profile cannot be read. */
export function encryptions(credentials: PostgresCredentials): Encryption[] {
  const { sslMode, host } = credentials;
  // A socket in the file system needs no encryption.
  if (sslMode === 'disable' || host.startsWith('/')) return [false];
  const encrypted = encryption(credentials);
  if (sslMode === 'allow') return [false, encrypted];
  return sslMode === 'prefer' ? [encrypted, false] : [encrypted];
}

function encryption(credentials: PostgresCredentials): ConnectionOptions {
  const { sslMode, sslRootCertificate } = credentials;
  const files = {
    ...file('cert', credentials.sslCertificate),
    ...file('key', credentials.sslKey),
    ...file('ca', sslRootCertificate),
  };
  if (sslMode === 'verify-full') return files;
  // libpq's rule: with an authority's certificate `require` means verify-ca.
  const verified = sslMode === 'verify-ca' || (sslMode === 'require' && sslRootCertificate !== null);
  return verified
    ? { ...files, checkServerIdentity: () => undefined }
    : { ...files, rejectUnauthorized: false };
}

function file(option: 'cert' | 'key' | 'ca', path: string | null): ConnectionOptions {
  if (path === null) return {};
  try {
    return { [option]: readFileSync(path, 'utf8') };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperationalError(`The profile's certificate file cannot be read: ${reason}`, 'user', { cause });
  }
}
