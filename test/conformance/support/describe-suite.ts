import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeCase, openCase, type CaseWorkspace } from './case-workspace.ts';
import type { CaseFile } from './case-file.ts';
import { inProcessProgram } from './in-process-program.ts';
import { chooseCases, keyOf, runInvocation } from './run-suite.ts';

const FOLDER = path.join(import.meta.dirname, '..');

/** Recorded invocations in which tx differs on purpose; docs/reference/differences.md gives the reasons. */
export const knownParseDifferences: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(path.join(FOLDER, 'known-differences.json'), 'utf8'),
) as Record<string, string>;

/** Defines the tests of a suite of recorded cases: every invocation is made and compared with what dbt did. */
export function describeSuite(suite: string): void {
  for (const definition of chooseCases(FOLDER, [suite])) {
    const lacking = definition.adapter === 'postgres' && !process.env['PGHOST'];
    if (lacking) it.skip(`${definition.name}: needs a Postgres server (PGHOST is not set)`);
    else describe(definition.name, () => describeCase(definition));
  }
}

function describeCase(definition: CaseFile): void {
  const run = inProcessProgram();
  let workspace: CaseWorkspace;
  beforeAll(async () => {
    workspace = await openCase(definition, run);
  });
  afterAll(() => closeCase(workspace));
  for (const invocation of definition.invocations) {
    const knownAs = knownParseDifferences[keyOf(definition, invocation)];
    const title = `${invocation.id}: ${invocation.args.join(' ')}`;
    it(knownAs === undefined ? title : `${title} (differs: ${knownAs})`, async () => {
      const { differences } = await runInvocation(workspace, invocation, run);
      if (knownAs === undefined) expect(differences).toEqual([]);
      else expect(differences).not.toEqual([]);
    });
  }
}
