import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTx, scratchFolder, type ScratchFolder } from '../support/run-tx.ts';

type Facts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Recorded {
  /** A project with nodes of every kind, some of which fail. */
  readonly files: Readonly<Record<string, string>>;
  /** What manifest.json and run_results.json said after `dbt build` with dbt 1.12.6, by unique id. */
  readonly nodes: Facts;
  readonly results: Facts;
  readonly unit_tests: Readonly<Record<string, string>>;
  readonly exposures: Facts;
  readonly sources: Facts;
}

const recorded = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'after-build.json'), 'utf8'),
) as Recorded;

/** Space does not count in SQL that a macro of dbt wrote. */
const even = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, item: unknown) =>
      key === 'compiled_code' && typeof item === 'string' ? item.replace(/\s+/g, ' ').trim() : item,
    ),
  );

/** Of each thing the keys that were recorded. */
function narrowed(things: Facts, wanted: Facts): unknown {
  return even(
    Object.fromEntries(
      Object.entries(wanted).map(([id, facts]) => [
        id,
        Object.fromEntries(Object.keys(facts).map((key) => [key, things[id]?.[key]])),
      ]),
    ),
  );
}

describe('after a build in which nodes failed', () => {
  let folder: ScratchFolder;
  const artifact = (name: string) =>
    JSON.parse(readFileSync(path.join(folder.path, 'target', name), 'utf8')) as Readonly<
      Record<string, unknown>
    >;

  beforeAll(async () => {
    const profiles = { shop: { target: 'dev', outputs: { dev: { type: 'duckdb', path: 'x.duckdb' } } } };
    folder = scratchFolder({ ...recorded.files, 'profiles.yml': JSON.stringify(profiles) });
    expect((await runTx(['build'], { cwd: folder.path })).code).toBe(1);
  });
  afterAll(() => folder.remove());

  it.each(['nodes', 'exposures', 'sources'] as const)(
    'manifest.json says of %s what dbt’s says',
    (section) => {
      const things = artifact('manifest.json')[section] as Facts;
      expect(narrowed(things, recorded[section])).toEqual(even(recorded[section]));
    },
  );

  it('manifest.json has the checksums of unit tests that dbt’s has', () => {
    const tests = artifact('manifest.json')['unit_tests'] as Facts;
    expect(Object.fromEntries(Object.entries(tests).map(([id, test]) => [id, test['checksum']]))).toEqual(
      recorded.unit_tests,
    );
  });

  it('run_results.json says of every result what dbt’s says', () => {
    const results = artifact('run_results.json')['results'] as readonly Readonly<Record<string, unknown>>[];
    const byId = Object.fromEntries(
      results.map((result) => {
        const timing = (result['timing'] as readonly { name: string }[]).map(({ name }) => name);
        return [result['unique_id'], { ...result, timing }];
      }),
    );
    expect(narrowed(byId, recorded.results)).toEqual(recorded.results);
  });

  it('the files are where manifest.json says', () => {
    const nodes = artifact('manifest.json')['nodes'] as Facts;
    const paths = Object.values(nodes).flatMap((node) => [node['compiled_path'], node['build_path']]);
    const named = paths.filter((each) => typeof each === 'string');
    expect(named.length).toBeGreaterThan(15);
    for (const each of named) expect(readFileSync(path.join(folder.path, each), 'utf8')).not.toBe('');
  });
});
