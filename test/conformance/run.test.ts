import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CaseAdapter } from './support/case-database.ts';
import type { RecordedCase } from './support/recorded-step.ts';
import { differencesOfStep, endCase, startCase } from './support/run-case.ts';

const CASES = path.join(import.meta.dirname, 'run/cases');

/** Steps in which tx differs on purpose, `case#step`; docs/reference/differences.md gives the reasons. */
const differing = new Set(
  Object.keys(
    JSON.parse(readFileSync(path.join(import.meta.dirname, 'run/known-differences.json'), 'utf8')) as object,
  ),
);

/** The case on DuckDB, in a file of its own. */
const outputs: Readonly<Partial<Record<CaseAdapter, (folder: string) => Readonly<Record<string, unknown>>>>> = {
  duckdb: (folder) => ({ path: path.join(folder, 'conf.duckdb') }),
};

for (const name of readdirSync(CASES)) {
  const definition = JSON.parse(readFileSync(path.join(CASES, name, 'steps.json'), 'utf8')) as RecordedCase;
  for (const adapter of definition.adapters as readonly CaseAdapter[]) {
    const output = outputs[adapter];
    if (output === undefined) continue;
    describe.sequential(`${name} on ${adapter}`, () => {
      const run = startCase(path.join(CASES, name), definition, adapter, output);
      afterAll(() => endCase(run));
      definition.steps.forEach((step, index) => {
        const key = `${name}#${index + 1}`;
        const title = step.name ?? (step.args ?? ['sql']).join(' ');
        it(`${index + 1}: ${title}${differing.has(key) ? ' (differs on purpose)' : ''}`, async () => {
          const found = await differencesOfStep(run, step);
          if (differing.has(key)) expect(found).not.toEqual([]);
          else expect(found).toEqual([]);
        });
      });
    });
  }
}
