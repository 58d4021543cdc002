import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/config/json.ts';
import { manifestFromJson } from '../../../src/graph/manifest-from-json.ts';
import type { PreviousState } from '../../../src/graph/state-comparison.ts';
import { fixtureJson, fixtureManifest } from '../support.ts';
import type { ListCase } from './list-cases.ts';
import { listCases, optionsOf, prune, runListCase } from './list-cases.ts';

/** dbt's warnings that a selection gives, as our codes. */
const CODES: Record<string, string> = {
  NoNodesForSelectionCriteria: 'TX1410',
  NoNodesSelected: 'TX1411',
  SelectExcludeIgnoredWithSelectorWarning: 'TX1412',
};

function expectSame(listCase: ListCase, result: ReturnType<typeof runListCase>): void {
  const { expected } = listCase;
  const isJson = optionsOf(listCase.args)['--output']?.[0] === 'json';
  expect(result.exit_code, result.failure ?? '').toBe(expected.exit_code);
  const lines = expected.lines ?? [];
  expect(result.lines).toEqual(isJson ? lines.map((line) => prune(line)) : lines);
  const warnings = (expected.events ?? []).flatMap((event) => CODES[event.name] ?? []);
  expect([...new Set(result.warnings)].sort()).toEqual([...new Set(warnings)].sort());
}

/** Values that the command line itself refuses, before anything is selected. */
function isUsageError(listCase: ListCase): boolean {
  return listCase.expected.stderr !== undefined;
}

function titles(cases: readonly ListCase[]): [string, ListCase][] {
  return cases.filter((each) => !isUsageError(each)).map((each) => [each.args.join(' '), each]);
}

describe('dbt ls over 74 nodes', () => {
  const manifest = manifestFromJson(fixtureManifest('shop'));
  const text = readFileSync(new URL('../../fixtures/selectors.yml', import.meta.url), 'utf8');
  const { selectors } = load(text) as { selectors: Json };
  it.each(titles(listCases('shop')))('%s', (_title, listCase) => {
    expectSame(listCase, runListCase(listCase, manifest, selectors, null));
  });
});

describe('dbt ls compared with a state', () => {
  const state: PreviousState = {
    manifest: manifestFromJson(fixtureManifest('state-before')),
    runResults: fixtureJson('state-run-results'),
    sources: fixtureJson('state-sources'),
    currentSources: fixtureJson('state-sources-now'),
  };
  it.each(titles(listCases('state')))('%s', (_title, listCase) => {
    const options = optionsOf(listCase.args);
    const fixture = options['--target']
      ? 'state-after-prod'
      : options['--vars']
        ? 'state-after-vars'
        : 'state-after';
    const given = options['--state']?.[0] ?? listCase.env?.['DBT_STATE'];
    const manifest = manifestFromJson(fixtureManifest(fixture));
    expectSame(listCase, runListCase(listCase, manifest, null, given === 'state' ? state : null));
  });
});
