import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CaseAdapter } from './case-database.ts';
import type { RecordedCase } from './recorded-step.ts';
import { differencesOfStep, endCase, startCase } from './run-case.ts';

const FOLDER = path.join(import.meta.dirname, '../run');
const CASES = path.join(FOLDER, 'cases');

/** Cases by what they are about, so that files of tests run side by side; what no pattern takes is `others`. */
const GROUPS = {
  incremental: /^(inc|microbatch)/,
  tests: /^(test|unit|build|fresh)/,
  commands: /^(cmd|docs|exit|retry|state|fail)/,
} as const;

/** Steps in which tx differs on purpose, `case#step`; docs/reference/differences.md gives the reasons. */
export const knownDifferences: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(path.join(FOLDER, 'known-differences.json'), 'utf8'),
) as Record<string, string>;

/** What a profile of each database says beside the schema. */
const outputs: Readonly<Partial<Record<CaseAdapter, (folder: string) => Readonly<Record<string, unknown>>>>> = {
  duckdb: (folder) => ({ path: path.join(folder, 'conf.duckdb') }),
};

/** Defines the tests of a group of recorded cases: every step is run and compared with what dbt did. */
export function describeCases(group: keyof typeof GROUPS | 'others'): void {
  for (const name of readdirSync(CASES)) {
    const own = Object.entries(GROUPS).find(([, pattern]) => pattern.test(name))?.[0] ?? 'others';
    if (own !== group) continue;
    const definition = JSON.parse(readFileSync(path.join(CASES, name, 'steps.json'), 'utf8')) as RecordedCase;
    for (const adapter of definition.adapters as readonly CaseAdapter[]) describeCase(name, definition, adapter);
  }
}

function describeCase(name: string, definition: RecordedCase, adapter: CaseAdapter): void {
  const output = outputs[adapter];
  if (output === undefined) return;
  describe.sequential(`${name} on ${adapter}`, () => {
    const run = startCase(path.join(CASES, name), definition, adapter, output);
    afterAll(() => endCase(run));
    definition.steps.forEach((step, index) => {
      const key = `${name}#${index + 1}`;
      const differs = Object.hasOwn(knownDifferences, key);
      const title = `${index + 1}: ${step.name ?? (step.args ?? ['sql']).join(' ')}`;
      it(differs ? `${title} (differs: ${knownDifferences[key]})` : title, async () => {
        const found = await differencesOfStep(run, step);
        if (differs) expect(found).not.toEqual([]);
        else expect(found).toEqual([]);
      });
    });
  });
}
