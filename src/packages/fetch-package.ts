import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ProjectFailure } from '../errors/project-error.ts';

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
    git(['clone', '--quiet', '--no-checkout', url, work], url);
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
  for (const candidate of [`origin/${revision}`, `refs/tags/${revision}`, revision]) {
    try {
      git(['-C', work, 'rev-parse', '--verify', '--quiet', `${candidate}^{commit}`], revision);
      return candidate;
    } catch {
      // Not of this kind: the next one may be.
    }
  }
  throw new ProjectFailure({ code: 'TX1501', message: `The git revision '${revision}' does not exist` });
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
  if (!folder.startsWith(`${root}${path.sep}`) || !existsSync(folder)) {
    throw new ProjectFailure({
      code: 'TX1501',
      message: `The subdirectory '${subdirectory}' is not in the repository`,
    });
  }
  return folder;
}

/** Downloads a tarball and unpacks it into `target`; gives its sha256. Throws ProjectFailure TX1501. */
export async function fetchTarball(url: string, target: string): Promise<string> {
  const bytes = await download(url);
  const work = mkdtempSync(path.join(tmpdir(), 'tx-tar-'));
  try {
    const archive = path.join(work, 'package.tar.gz');
    writeFileSync(archive, bytes);
    refuseEscapes(archive, url);
    const unpacked = path.join(work, 'unpacked');
    mkdirSync(unpacked);
    execFileSync('tar', ['-xzf', archive, '-C', unpacked, '--no-same-owner', '--no-same-permissions'], {
      stdio: 'pipe',
    });
    const [only] = readdirSync(unpacked);
    replaceFolder(only === undefined ? unpacked : path.join(unpacked, only), target);
    return createHash('sha256').update(bytes).digest('hex');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A package must not write outside its folder: no absolute names, no `..`, no links. */
function refuseEscapes(archive: string, url: string): void {
  const listing = execFileSync('tar', ['-tvzf', archive], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const line of listing.split('\n').filter((entry) => entry !== '')) {
    const name = line.split(/\s+/).slice(5).join(' ');
    if (/^[lh]/.test(line) || name.startsWith('/') || name.split('/').includes('..')) {
      throw new ProjectFailure({
        code: 'TX1503',
        message: `The tarball ${url} would write outside of its folder: ${name}`,
        hint: 'Do not install it.',
      });
    }
  }
}

async function download(url: string): Promise<Buffer> {
  const response = await fetch(url).catch((thrown: unknown) => {
    throw new ProjectFailure({
      code: 'TX1501',
      message: `${url} cannot be reached: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    });
  });
  if (!response.ok)
    throw new ProjectFailure({ code: 'TX1501', message: `${url} answered ${response.status}` });
  return Buffer.from(await response.arrayBuffer());
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
