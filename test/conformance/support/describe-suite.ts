import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeCase, openCase, type CaseWorkspace } from './case-workspace.ts';
import type { CaseFile } from './case-file.ts';
import { inProcessProgram } from './in-process-program.ts';
import { chooseCases, keyOf, runInvocation } from './run-suite.ts';

const FOLDER = path.join(import.meta.dirname, '..');

/** Recorded invocations (`case#id`), or nodes of one (`case#id:node`), in which tx differs on purpose; docs/reference/differences.md gives the reasons. */
export const knownParseDifferences: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(path.join(FOLDER, 'known-differences.json'), 'utf8'),
) as Record<string, string>;

/** Defines the tests of a suite of recorded cases: every invocation is made and compared with what dbt did. */
export function describeSuite(suite: string): void {
  for (const definition of chooseCases(FOLDER, [suite])) {
    describe(definition.name, () => describeCase(definition));
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
    const known = knownOf(keyOf(definition, invocation));
    const reasons = [...new Set(known.values())].join(', ');
    const title = `${invocation.id}: ${invocation.args.join(' ')}`;
    it(reasons === '' ? title : `${title} (differs: ${reasons})`, async () => {
      const { differences } = await runInvocation(workspace, invocation, run);
      const found = new Map(differences.map((each) => [whereOf(each, known), each]));
      expect([...found.keys()].filter((where) => known.has(where)).sort()).toEqual([...known.keys()].sort());
      expect([...found].filter(([where]) => !known.has(where)).map(([, difference]) => difference)).toEqual([]);
    });
  }
}

/** The known differences of an invocation: what differs (a node's id, or `''` for the whole) to the name of the reason. */
function knownOf(key: string): ReadonlyMap<string, string> {
  const named = Object.entries(knownParseDifferences).filter(
    ([name]) => name === key || name.startsWith(`${key}:`),
  );
  return new Map(named.map(([name, reason]) => [name.slice(key.length + 1), reason]));
}

/** What a difference is about, of what is known to differ. */
function whereOf(difference: string, known: ReadonlyMap<string, string>): string {
  if (known.has('')) return '';
  return [...known.keys()].find((id) => difference.startsWith(`${id}: `)) ?? difference;
}
