import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ProjectFailure } from '../errors/project-error.ts';
import { download } from './download.ts';
import { unpackTarball } from './unpack-tarball.ts';

/** Puts a folder at `target` in place of what stands there: as a link where that is possible, else as a copy. */
export function linkFolder(source: string, target: string): void {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(path.dirname(target), { recursive: true });
  try {
    symlinkSync(source, target, 'dir');
  } catch {
    // File systems without links: a copy serves as well.
    cpSync(source, target, { recursive: true });
  }
}

/** Checks a git repository out at a revision into `target`; gives the commit. Throws ProjectFailure TX1501. */
export function checkoutGit(
  url: string,
  revision: string | null,
  subdirectory: string | null,
  target: string,
): string {
  const work = mkdtempSync(path.join(tmpdir(), 'tx-git-'));
  try {
    git(['clone', '--quiet', '--no-checkout', '--', url, work], url);
    git(
      ['-C', work, '-c', 'advice.detachedHead=false', 'checkout', '--quiet', resolveRevision(work, revision)],
      url,
    );
    const commit = git(['-C', work, 'rev-parse', 'HEAD'], url).trim();
    const source = subdirectory === null ? work : insideOf(work, subdirectory);
    rmSync(path.join(work, '.git'), { recursive: true, force: true });
    replaceFolder(source, target);
    return commit;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function resolveRevision(work: string, revision: string | null): string {
  if (revision === null) return 'HEAD';
  if (revision.startsWith('-')) throw noRevision(revision);
  for (const candidate of [`origin/${revision}`, `refs/tags/${revision}`, revision]) {
    try {
      git(['-C', work, 'rev-parse', '--verify', '--quiet', `${candidate}^{commit}`], revision);
      return candidate;
    } catch {
      // Not of this kind: the next one may be.
    }
  }
  throw noRevision(revision);
}

function noRevision(revision: string): ProjectFailure {
  return new ProjectFailure({ code: 'TX1501', message: `The git revision '${revision}' does not exist` });
}

function git(args: readonly string[], what: string): string {
  try {
    return execFileSync('git', [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (thrown) {
    const { stderr } = thrown as { stderr?: string };
    throw new ProjectFailure({
      code: 'TX1501',
      message: `git could not get ${what}: ${(stderr ?? String(thrown)).trim()}`,
      hint: 'Check the address and the revision.',
      cause: thrown,
    });
  }
}

function insideOf(root: string, subdirectory: string): string {
  const folder = path.resolve(root, subdirectory);
  // A link in the repository may lead elsewhere.
  if (!existsSync(folder) || !realpathSync(folder).startsWith(`${realpathSync(root)}${path.sep}`)) {
    throw new ProjectFailure({
      code: 'TX1501',
      message: `The subdirectory '${subdirectory}' is not in the repository`,
    });
  }
  return folder;
}

/** Downloads a tarball and unpacks it into `target`; gives its bytes and their sha256. Throws ProjectFailure TX1501 or TX1503. */
export async function fetchTarball(url: string, target: string): Promise<FetchedArchive> {
  const bytes = await download(url, 'Check the address, and that it can be reached from here.');
  if (bytes === null)
    throw new ProjectFailure({ code: 'TX1501', message: `${url} answered 404: there is no archive` });
  const unpacked = realpathSync(mkdtempSync(path.join(tmpdir(), 'tx-tar-')));
  try {
    unpackTarball(bytes, unpacked, url);
    const [only, second] = readdirSync(unpacked);
    // Archives hold one folder, named after package and version.
    replaceFolder(only !== undefined && second === undefined ? path.join(unpacked, only) : unpacked, target);
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
  }
}

/** A downloaded archive and its SHA-256. */
export interface FetchedArchive {
  readonly bytes: Buffer;
  readonly sha256: string;
}

function replaceFolder(source: string, target: string): void {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(path.dirname(target), { recursive: true });
  try {
    renameSync(source, target);
  } catch {
    // Another file system: copied instead.
    cpSync(source, target, { recursive: true });
  }
}
