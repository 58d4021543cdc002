import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type Hub, type HubRelease } from '../support/hub-server.ts';
import { runTx, scratchFolder, shopFiles, type Invocation, type ScratchFolder } from '../support/run-tx.ts';
import { tarArchive } from '../support/tar-archive.ts';

const on = (version: string | readonly string[]): HubRelease => ({
  packages: [{ package: 'acme/base', version }],
});
const CATALOGUE = {
  'acme/base': { '0.9.0': {}, '1.0.0': {}, '1.1.0': {}, '1.2.0': {}, '2.0.0-rc1': {} },
  'acme/left': { '1.0.0': on(['>=1.0.0', '<1.2.0']) },
  'acme/right': { '1.0.0': on('>=1.1.0'), '2.0.0': on(['>=1.2.0']) },
  'acme/next': { '1.0.0': {}, '1.1.0': { requireDbtVersion: '>=9.0.0' } },
  'acme/round': { '1.0.0': { packages: [{ package: 'acme/about', version: '>=1.0.0' }] } },
  'acme/about': { '1.0.0': { packages: [{ package: 'acme/round', version: '1.0.0' }] } },
  'acme/climber': { '1.0.0': { files: { 'dbt_project.yml': 'name: ../../climbed\n' } } },
};

let hub: Hub;
let project: ScratchFolder;
beforeAll(async () => {
  hub = await startHub(CATALOGUE);
});
afterAll(() => hub.stop());
afterEach(() => project.remove());

function start(packages: string, files: Readonly<Record<string, string>> = {}): void {
  project = scratchFolder(shopFiles({ 'packages.yml': `packages:\n${packages}`, ...files }));
}
const deps = (...args: string[]): Promise<Invocation> => depsWith({}, ...args);
const depsWith = (env: Readonly<Record<string, string>>, ...args: string[]): Promise<Invocation> =>
  runTx(['deps', ...args], { cwd: project.path, env: { DBT_PACKAGE_HUB_URL: hub.url, ...env } });
const read = (file: string): string => readFileSync(path.join(project.path, file), 'utf8');
const installed = (): readonly string[] =>
  existsSync(path.join(project.path, 'dbt_packages'))
    ? readdirSync(path.join(project.path, 'dbt_packages')).filter((name) => !name.startsWith('.'))
    : [];
const versionOf = (name: string): string | undefined =>
  /version: (.*)/.exec(read(`dbt_packages/${name}/dbt_project.yml`))?.[1];
async function fails(result: Promise<Invocation>, ...texts: string[]): Promise<void> {
  const { code, stdout, stderr } = await result;
  expect(code).toBe(2);
  for (const text of texts) expect(stdout + stderr).toContain(text);
}

describe('packages of the hub', () => {
  it('installs one version that satisfies all who ask, and locks it under the hash that dbt gives', async () => {
    start('  - {package: acme/left, version: 1.0.0}\n  - {package: acme/right, version: 1.0.0}\n');
    const { code, stderr } = await deps();
    expect(code).toBe(0);
    expect(stderr).toContain('Updated version available: 1.2.0');
    expect(installed()).toEqual(['base', 'left', 'right']);
    expect(versionOf('base')).toBe('1.1.0');
    const lock = read('package-lock.yml');
    expect(lock).toContain('- name: base\n    package: acme/base\n    version: 1.1.0\n');
    // As dbt wrote it for the same packages.yml.
    expect(lock).toContain('sha1_hash: 136aa7baca5693e682329e788ff47c572cbdd6e8\n');
    expect(lock).toMatch(/^# {3}base@1\.1\.0: [0-9a-f]{64}$/m);
  });

  it.each([
    ['{package: acme/base, version: ">=1.0.0"}', '1.2.0'],
    ['{package: acme/base, version: "<1.0.0"}', '0.9.0'],
    ['{package: acme/base, version: "=1.1.0"}', '1.1.0'],
    ['{package: acme/base, version: ">=1.0.0,<1.1.0"}', '1.0.0'],
    ['{package: acme/base, version: ">=1.0.0", install_prerelease: true}', '2.0.0-rc1'],
    ['{package: acme/base, version: 2.0.0-rc1}', '2.0.0-rc1'],
    [`{package: acme/base, version: "{{ var('v', '1.0.0') }}"}`, '1.0.0'],
  ])('%s is %s', async (entry, version) => {
    start(`  - ${entry}\n`);
    expect((await deps()).code).toBe(0);
    expect(versionOf('base')).toBe(version);
  });

  it('leaves out versions that ask for another dbt, and ends where packages ask for each other', async () => {
    start('  - {package: acme/next, version: ">=1.0.0"}\n  - {package: acme/round, version: 1.0.0}\n');
    expect((await deps()).code).toBe(0);
    expect(installed()).toEqual(['about', 'next', 'round']);
    expect(versionOf('next')).toBe('1.0.0');
  });

  it.each([
    ['{package: acme/bas, version: 1.0.0}', 'not found in the package index', "Did you mean 'acme/base'?"],
    ['{package: acme/base, version: ">=3.0.0"}', 'Requested range: >=3.0.0', '1.1.0, 1.2.0, 2.0.0-rc1'],
    ['{package: acme/base, version: "^1.0.0"}', 'not a valid semantic version', 'packages.yml'],
    ['{package: acme/base}', 'has no version', 'Give it one'],
    ['{pakage: acme/base}', 'an entry is no package', "Did you mean 'package'?"],
    ['acme/base', 'an entry is no package', 'A package has one of'],
    ['{package: acme/climber, version: 1.0.0}', 'TX1503', '../../climbed'],
    ['{private: acme/thing, provider: sourceforge}', "provider 'sourceforge'", 'github, gitlab, ado'],
  ])('refuses %s', async (entry, ...texts) => {
    start(`  - ${entry}\n`);
    await fails(deps(), ...texts);
    expect(installed()).toEqual([]);
    expect(existsSync(path.join(project.path, 'package-lock.yml'))).toBe(false);
  });

  it('tells which ranges cannot be had together', async () => {
    start('  - {package: acme/left, version: 1.0.0}\n  - {package: acme/right, version: 2.0.0}\n');
    await fails(deps(), 'package acme/base', 'Requested range: >=1.0.0, <1.2.0, >=1.2.0');
  });
});

describe('package-lock.yml', () => {
  const BASE = '  - {package: acme/base, version: [">=1.0.0", "<1.2.0"]}\n';

  it('decides until packages.yml changes or --upgrade is given; --lock installs nothing', async () => {
    start('  - {package: acme/base, version: 1.0.0}\n');
    expect((await deps('--lock')).code).toBe(0);
    expect(installed()).toEqual([]);
    const lock = read('package-lock.yml');
    project.write({ 'package-lock.yml': lock.replace('version: 1.0.0', 'version: 1.1.0') });
    expect((await deps()).code).toBe(0);
    expect(versionOf('base')).toBe('1.1.0');
    expect((await deps('--upgrade')).code).toBe(0);
    expect(versionOf('base')).toBe('1.0.0');
    project.write({ 'packages.yml': 'packages:\n  - {package: acme/base, version: 1.2.0}\n' });
    expect((await deps()).code).toBe(0);
    expect(versionOf('base')).toBe('1.2.0');
  });

  it('asks nobody when everything is locked and there, and mends what was changed', async () => {
    start(BASE);
    expect((await deps()).code).toBe(0);
    const asked = hub.requests.length;
    const nowhere = { DBT_PACKAGE_HUB_URL: 'http://127.0.0.1:1' };
    const again = await depsWith(nowhere);
    expect(again.code).toBe(0);
    expect(again.stderr).toContain('Already installed: acme/base');
    expect(hub.requests.length).toBe(asked);
    project.write({ 'dbt_packages/base/macros/base.sql': 'changed by hand' });
    await fails(depsWith(nowhere), 'TX1501', 'DBT_PACKAGE_HUB_URL');
    expect(read('dbt_packages/base/macros/base.sql')).toBe('changed by hand');
    expect((await deps()).code).toBe(0);
    expect(read('dbt_packages/base/macros/base.sql')).toContain('version_of_base');
  });

  it('refuses an archive that is not the one that was locked, and keeps what is installed', async () => {
    start('  - {package: acme/left, version: 1.0.0}\n');
    expect((await deps()).code).toBe(0);
    const checksum = /base@1\.1\.0: (\w+)/.exec(read('package-lock.yml'))?.[1] ?? '';
    project.write({ 'package-lock.yml': read('package-lock.yml').replace(checksum, '0'.repeat(64)) });
    rmSync(path.join(project.path, 'dbt_packages/base'), { recursive: true });
    await fails(deps(), 'TX1504', 'acme/base');
    expect(installed()).toEqual(['left']);
  });

  it('refuses an archive that is not the one of the hub', async () => {
    const other = await startHub({ 'acme/base': { '1.0.0': {} } });
    other.replace('acme/base', '1.0.0', { files: { 'macros/evil.sql': 'evil' } });
    start('  - {package: acme/base, version: 1.0.0}\n');
    await fails(depsWith({ DBT_PACKAGE_HUB_URL: other.url }), 'TX1504', 'the hub says');
    await other.stop();
    expect(installed()).toEqual([]);
  });

  it('removes what is named no more', async () => {
    start(BASE);
    await deps();
    project.write({ 'packages.yml': 'packages:\n  - {package: acme/next, version: 1.0.0}\n' });
    expect((await deps()).code).toBe(0);
    expect(installed()).toEqual(['next']);
  });
});

describe('--add-package', () => {
  it('puts a package into packages.yml, in the place of an older entry, and keeps comments', async () => {
    start('  # what we build on\n  - package: acme/next # stays\n    version: 1.0.0\n');
    expect((await deps('--add-package', 'acme/base@1.0.0')).code).toBe(0);
    expect((await deps('--add-package', 'acme/base@>=1.0.0,<1.2.0')).code).toBe(0);
    expect(read('packages.yml')).toBe(
      'packages:\n  # what we build on\n  - package: acme/next # stays\n    version: 1.0.0\n' +
        '  - package: acme/base\n    version:\n      - ">=1.0.0"\n      - <1.2.0\n',
    );
    expect(versionOf('base')).toBe('1.1.0');
  });

  it('makes packages.yml, and takes a local package', async () => {
    start('', { 'own/dbt_project.yml': 'name: own\n' });
    rmSync(path.join(project.path, 'packages.yml'));
    expect((await deps('--add-package', 'own', '--source', 'local')).code).toBe(0);
    expect(read('packages.yml')).toBe('packages:\n  - local: own\n');
    expect(installed()).toEqual(['own']);
  });

  it('asks for a version', async () => {
    start('  - {package: acme/next, version: 1.0.0}\n');
    await fails(deps('--add-package', 'acme/base'), 'names no version', '--add-package acme/base@1.0.0');
    expect(read('packages.yml')).toBe('packages:\n  - {package: acme/next, version: 1.0.0}\n');
  });
});

describe('packages of git', () => {
  let remote: ScratchFolder;
  const commits: string[] = [];
  beforeAll(() => {
    remote = scratchFolder({
      'work/dbt_project.yml': 'name: gitted\n',
      'work/sub/dbt_project.yml': 'name: subbed\n',
    });
    const git = (...args: string[]): string =>
      execFileSync(
        'git',
        ['-c', 'user.name=t', '-c', 'user.email=t@t', '-c', 'init.defaultBranch=main', ...args],
        {
          cwd: path.join(remote.path, 'work'),
          encoding: 'utf8',
        },
      ).trim();
    git('init', '-q');
    for (const [file, tag] of [
      ['a.sql', 'v1'],
      ['b.sql', 'v2'],
    ] as const) {
      remote.write({ [`work/macros/${file}`]: '' });
      git('add', '.');
      git('commit', '-qm', tag);
      git('tag', tag);
      commits.push(git('rev-parse', 'HEAD'));
    }
    git('clone', '-q', '--bare', '.', '../acme/repository.git');
  });
  afterAll(() => remote.remove());

  it.each([
    ['tag', 'revision: v1', 0, 'gitted'],
    ['branch', 'revision: main', 1, 'gitted'],
    ['no revision', 'warn-unpinned: false', 1, 'gitted'],
    ['subdirectory', 'revision: v1, subdirectory: sub', 0, 'subbed'],
  ])('by %s are locked at a commit', async (_what, keys, commit, name) => {
    start(`  - {git: "file://${remote.path}/acme/repository.git", ${keys}}\n`);
    const { code, stderr } = await deps();
    expect(code).toBe(0);
    expect(stderr).not.toContain('not pinned');
    expect(installed()).toEqual([name]);
    expect(read('package-lock.yml')).toContain(`revision: ${commits[commit]}\n`);
    if (name === 'gitted')
      expect(existsSync(path.join(project.path, 'dbt_packages/gitted/macros/b.sql'))).toBe(commit === 1);
    expect((await deps()).stderr).toContain('Already installed');
  });

  it('tell of a revision that there is not, and of two that differ', async () => {
    const url = `file://${remote.path}/acme/repository.git`;
    start(`  - {git: "${url}", revision: v9}\n`);
    await fails(deps(), "revision 'v9' does not exist");
    project.write({
      'packages.yml': `packages:\n  - {git: "${url}", revision: v1}\n  - {git: "${url}", revision: v2}\n`,
    });
    await fails(deps(), 'asked for at two revisions: v1 and v2');
    project.write({ 'packages.yml': `packages:\n  - {git: "${url}", revision: "--upload-pack=touch x"}\n` });
    await fails(deps(), 'does not exist');
  });

  it('keep secrets of their addresses out of the lock and of what is said', async () => {
    start(`  - {git: "file://{{ env_var('DBT_ENV_SECRET_PLACE') }}/acme/repository.git", revision: v1}\n`);
    const secret = { DBT_ENV_SECRET_PLACE: remote.path };
    const { code, stdout, stderr } = await depsWith(secret);
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain(remote.path);
    expect(read('package-lock.yml')).toContain(
      "file://{{ env_var('DBT_ENV_SECRET_PLACE') }}/acme/repository.git",
    );
    expect(read('package-lock.yml') + read('dbt_packages/.tx-installed.json')).not.toContain(remote.path);
    rmSync(path.join(project.path, 'dbt_packages'), { recursive: true });
    expect((await depsWith(secret)).code).toBe(0);
    expect(installed()).toEqual(['gitted']);
  });

  it('may be private ones of a provider', async () => {
    start('  - {private: acme/repository, provider: github, revision: v1}\n');
    const env = {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.file://${remote.path}/.insteadOf`,
      GIT_CONFIG_VALUE_0: 'git@github.com:',
    };
    expect((await depsWith(env)).code).toBe(0);
    expect(installed()).toEqual(['gitted']);
  });
});

describe('tarballs and local packages', () => {
  const archives = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const archive = archives.get(request.url ?? '');
    response.writeHead(archive === undefined ? 404 : 200).end(archive);
  });
  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('are installed, the tarball with its checksum', async () => {
    archives.set('/p.tar.gz', tarArchive([{ name: 'p-1/dbt_project.yml', text: 'name: packed\n' }]));
    start(`  - {tarball: "${url()}/p.tar.gz", name: packed}\n  - {local: own}\n`, {
      'own/dbt_project.yml': 'name: own\n',
      'own/packages.yml': 'packages:\n  - {local: ../beside}\n',
      'beside/dbt_project.yml': 'name: beside\n',
    });
    expect((await deps()).code).toBe(0);
    expect(installed()).toEqual(['beside', 'own', 'packed']);
    expect(read('package-lock.yml')).toMatch(/^# {3}packed: [0-9a-f]{64}$/m);
    archives.set(
      '/p.tar.gz',
      tarArchive([{ name: 'p-1/dbt_project.yml', text: 'name: packed\nversion: 2.0.0\n' }]),
    );
    rmSync(path.join(project.path, 'dbt_packages'), { recursive: true });
    await fails(deps(), 'TX1504', 'package-lock.yml');
  });

  it('are refused when they write outside of their folder', async () => {
    archives.set(
      '/evil.tar.gz',
      tarArchive([
        { name: 'p/dbt_project.yml', text: 'name: evil\n' },
        { name: '../../escaped.sql', text: 'x' },
      ]),
    );
    start(`  - {tarball: "${url()}/evil.tar.gz", name: evil}\n`);
    await fails(deps(), 'TX1503', '../../escaped.sql');
    expect(installed()).toEqual([]);
  });

  it('tell of what is not there', async () => {
    start(`  - {tarball: "${url()}/none.tar.gz", name: none}\n`);
    await fails(deps(), 'TX1501', 'answered 404');
    project.write({ 'packages.yml': 'packages:\n  - {local: ../nowhere}\n' });
    await fails(deps(), 'No dbt_project.yml found', "local package '../nowhere'");
  });

  it('may not stand for each other', async () => {
    archives.set('/base.tar.gz', tarArchive([{ name: 'b/dbt_project.yml', text: 'name: base\n' }]));
    start(`  - {package: acme/base, version: 1.0.0}\n  - {tarball: "${url()}/base.tar.gz", name: base}\n`);
    await fails(deps(), 'Found duplicate project "base"');
  });

  it('are not installed over the project', async () => {
    start('  - {local: own}\n', { 'own/dbt_project.yml': 'name: own\n' });
    project.write({ 'dbt_project.yml': `${read('dbt_project.yml')}packages-install-path: "."\n` });
    await fails(deps(), 'TX1503', 'holds the project itself');
    expect(existsSync(path.join(project.path, 'own/dbt_project.yml'))).toBe(true);
  });
});
