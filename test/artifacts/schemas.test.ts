import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTx, scratchFolder } from '../support/run-tx.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures');
const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { uuid: true } });

function read(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

const validators = new Map<string, ValidateFunction>();

function validatorOf(schema: string): ValidateFunction {
  const known = validators.get(schema);
  if (known) return known;
  const made = ajv.compile(read(path.join(FIXTURES, `dbt-schemas/${schema}.json`)));
  validators.set(schema, made);
  return made;
}

const SECTIONS =
  'nodes sources macros docs exposures metrics groups disabled semantic_models saved_queries unit_tests'.split(
    ' ',
  );

/** Every breach of a schema, as `place: message`. */
function breaches(schema: string, artifact: unknown): string[] {
  const validate = validatorOf(schema);
  if (validate(artifact)) return [];
  return (validate.errors ?? []).map(
    (error) => `${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`,
  );
}

describe('artifacts of a project that has everything', () => {
  const project = scratchFolder({}, path.join(FIXTURES, 'rich-project'));
  const artifact = (name: string) => read(path.join(project.path, 'target', name));
  const run = (...args: string[]) => runTx(args, { cwd: project.path });
  const window = ['--event-time-start', '2026-01-01', '--event-time-end', '2026-01-03'];
  let built: Record<string, unknown>;
  let buildCode: number | null;

  beforeAll(async () => {
    await run('seed');
    const build = await run('build', ...window);
    buildCode = build.code;
    built = artifact('run_results.json');
    await run('source', 'freshness');
    await run('docs', 'generate');
  });
  afterAll(() => project.remove());

  it('builds whole', () => {
    expect(buildCode).toBe(0);
    const statuses = (built['results'] as { unique_id: string; status: string }[]).map(
      ({ unique_id, status }) => [unique_id.split('.')[0], status].join(' '),
    );
    expect(new Set(statuses)).toEqual(
      new Set([
        'seed success',
        'snapshot success',
        'model success',
        'test pass',
        'unit_test pass',
        'operation success',
        'saved_query no-op',
        'exposure no-op',
      ]),
    );
  });

  it('manifest.json is valid', () => {
    const manifest = artifact('manifest.json');
    for (const section of SECTIONS) {
      expect(Object.keys(manifest[section] as object).length, section).toBeGreaterThan(0);
    }
    expect(breaches('manifest-v12', manifest)).toEqual([]);
  });

  it('run_results.json is valid', () => {
    expect(breaches('run-results-v6', built)).toEqual([]);
  });

  it('sources.json is valid', () => {
    const sources = artifact('sources.json');
    const statuses = (sources['results'] as { status: string }[]).map(({ status }) => status).sort();
    expect(statuses).toEqual(['runtime error', 'warn']);
    expect(breaches('sources-v3', sources)).toEqual([]);
  });

  it('catalog.json is valid', () => {
    const catalog = artifact('catalog.json');
    expect(Object.keys(catalog['nodes'] as object)).toHaveLength(10);
    expect(Object.keys(catalog['sources'] as object)).toHaveLength(2);
    expect(breaches('catalog-v1', catalog)).toEqual([]);
  });

  it('a breach is seen', () => {
    expect(breaches('run-results-v6', { ...built, results: [{ status: 'fine' }] }).length).toBeGreaterThan(0);
    expect(breaches('manifest-v12', { ...artifact('manifest.json'), nodes: [] }).length).toBeGreaterThan(0);
  });
});
