import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tarArchive } from './tar-archive.ts';

/** A version of a package on the hub: files beside its dbt_project.yml, and what it depends on. */
export interface HubRelease {
  readonly files?: Readonly<Record<string, string>>;
  readonly packages?: readonly { readonly package: string; readonly version: readonly string[] | string }[];
  readonly requireDbtVersion?: string;
}

/** A hub on loopback; `requests` grows by every path that is asked for. */
export interface Hub {
  readonly url: string;
  readonly requests: string[];
  /** Changes what the archive of a release holds, as a server that is not to be trusted might. */
  replace(name: string, version: string, release: HubRelease): void;
  stop(): Promise<void>;
}

/** Starts a package hub that has these packages (`namespace/name`) in these versions. */
export async function startHub(
  catalogue: Readonly<Record<string, Readonly<Record<string, HubRelease>>>>,
): Promise<Hub> {
  const requests: string[] = [];
  const replaced = new Map<string, HubRelease>();
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/+/, '/');
    requests.push(path);
    const body = answer(path, catalogue, replaced, `http://${request.headers.host ?? ''}`);
    response.writeHead(body === null ? 404 : 200).end(body ?? 'not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    replace: (name, version, release) => replaced.set(`${name}@${version}`, release),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function answer(
  path: string,
  catalogue: Readonly<Record<string, Readonly<Record<string, HubRelease>>>>,
  replaced: ReadonlyMap<string, HubRelease>,
  host: string,
): string | Buffer | null {
  if (path === '/api/v1/index.json') return JSON.stringify(Object.keys(catalogue));
  const [, listed] = /^\/api\/v1\/(.+)\.json$/.exec(path) ?? [];
  if (listed !== undefined) {
    const releases = catalogue[listed];
    return releases === undefined ? null : JSON.stringify(entryOf(listed, releases, host));
  }
  const [, name = '', version = ''] = /^\/archives\/(.+)\/([^/]+)\.tar\.gz$/.exec(path) ?? [];
  const release = replaced.get(`${name}@${version}`) ?? catalogue[name]?.[version];
  return release === undefined ? null : archiveOf(name, version, release);
}

function entryOf(name: string, releases: Readonly<Record<string, HubRelease>>, host: string): object {
  const [namespace, short] = name.split('/');
  const versions = Object.entries(releases).map(([version, release]) => [
    version,
    {
      id: `${name}/${version}`,
      name: short,
      version,
      packages: release.packages ?? [],
      require_dbt_version: [release.requireDbtVersion ?? '>=1.0.0'],
      works_with: [],
      downloads: {
        tarball: `${host}/archives/${name}/${version}.tar.gz`,
        format: 'tgz',
        sha1: createHash('sha1')
          .update(archiveOf(name, version, release))
          .digest('hex'),
      },
    },
  ]);
  return {
    name: short,
    namespace,
    latest: Object.keys(releases).at(-1),
    versions: Object.fromEntries(versions),
  };
}

function archiveOf(name: string, version: string, release: HubRelease): Buffer {
  const short = name.split('/')[1] ?? name;
  const folder = `${name.replace('/', '-')}-${version}`;
  const packages = (release.packages ?? []).map(
    (each) => `  - {package: ${each.package}, version: ${JSON.stringify(each.version)}}\n`,
  );
  const files = {
    'dbt_project.yml': `name: ${short}\nversion: ${version}\nrequire-dbt-version: ${JSON.stringify(release.requireDbtVersion ?? '>=1.0.0')}\n`,
    [`macros/${short}.sql`]: `{% macro version_of_${short}() %}${version}{% endmacro %}`,
    ...(packages.length === 0 ? {} : { 'packages.yml': `packages:\n${packages.join('')}` }),
    ...release.files,
  };
  return tarArchive(Object.entries(files).map(([file, text]) => ({ name: `${folder}/${file}`, text })));
}
