import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseAdapter } from './case-database.ts';
import type { RecordedCase } from './recorded-step.ts';
import { differencesOfStep, endCase, startCase, type CaseRun } from './run-case.ts';

const FOLDER = path.join(import.meta.dirname, '../run');
const CASES = path.join(FOLDER, 'cases');

/** Cases by what they are about, so that files of tests run side by side; what no pattern takes is `others`. */
const GROUPS = {
  incremental: /^(inc|microbatch)/,
  tests: /^(test|unit|build|fresh)/,
  commands: /^(cmd|docs|exit|retry|state|fail)/,
} as const;

/** Steps in which tx differs on purpose, `case#step` or, on one database alone, `case#step@postgres`; docs/reference/differences.md gives the reasons. */
export const knownDifferences: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(path.join(FOLDER, 'known-differences.json'), 'utf8'),
) as Record<string, string>;

/** Defines the tests of a group of recorded cases: every step is run and compared with what dbt did. */
export function describeCases(group: keyof typeof GROUPS | 'others'): void {
  for (const name of readdirSync(CASES)) {
    const own = Object.entries(GROUPS).find(([, pattern]) => pattern.test(name))?.[0] ?? 'others';
    if (own !== group) continue;
    const definition = JSON.parse(readFileSync(path.join(CASES, name, 'steps.json'), 'utf8')) as RecordedCase;
    for (const adapter of definition.adapters as readonly CaseAdapter[]) {
      if (isWanted(adapter)) describeCase(name, definition, adapter);
    }
  }
}

/** `ADAPTERS=name,name` narrows the run. */
function isWanted(adapter: CaseAdapter): boolean {
  return process.env['ADAPTERS']?.split(',').includes(adapter) ?? true;
}

/** The reason for a difference: of the step on every database, or (`case#step@postgres`) on one. */
function differenceAt(key: string, adapter: CaseAdapter): string | undefined {
  return knownDifferences[`${key}@${adapter}`] ?? knownDifferences[key];
}

function describeCase(name: string, definition: RecordedCase, adapter: CaseAdapter): void {
  describe.sequential(`${name} on ${adapter}`, () => {
    let run: CaseRun;
    beforeAll(async () => {
      run = await startCase(path.join(CASES, name), definition, adapter);
    });
    afterAll(() => endCase(run));
    definition.steps.forEach((step, index) => {
      const key = `${name}#${index + 1}`;
      const reason = differenceAt(key, adapter);
      const title = `${index + 1}: ${step.name ?? (step.args ?? ['sql']).join(' ')}`;
      it(reason === undefined ? title : `${title} (differs: ${reason})`, async () => {
        const found = await differencesOfStep(run, step);
        if (reason === undefined) expect(found).toEqual([]);
        else expect(found).not.toEqual([]);
      });
    });
  });
}
