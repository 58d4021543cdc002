import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { spawnedProgram } from '../test/conformance/support/program-runner.ts';
import { chooseCases, runCaseFile, type Outcome } from '../test/conformance/support/run-suite.ts';

const USAGE = `Usage: npm run conformance -- FOLDER [PATTERN ...]

Runs the recorded cases of a folder of suites with bin/tx and prints what differs from dbt.
A pattern is suite, suite/case or suite/case#id, with * and ?.
Cases on Postgres need PGHOST and are left out without it.
`;

/** Runs recorded cases with the built program; the exit code is 0 when each agrees or differs on purpose, else 1. */
export async function conformance(args: readonly string[], root: string): Promise<number> {
  const [folder, ...patterns] = args;
  if (folder === undefined || folder.startsWith('-')) {
    process.stderr.write(USAGE);
    return 2;
  }
  const known = readKnownDifferences(root);
  const run = spawnedProgram(process.env['TX_PROGRAM'] ?? path.join(root, 'bin/tx'));
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const definition of chooseCases(path.resolve(folder), patterns)) {
    if (definition.adapter === 'postgres' && !process.env['PGHOST']) {
      counts.skipped += definition.invocations.length;
      continue;
    }
    await runCaseFile(definition, run, availableParallelism(), (outcome) => {
      const said = verdict(outcome, known[outcome.key]);
      counts[said === null ? 'passed' : 'failed'] += 1;
      if (said !== null) process.stdout.write(`${said}\n`);
    });
  }
  if (counts.skipped > 0) process.stdout.write(`${counts.skipped} skipped: no PGHOST for Postgres\n`);
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
  return counts.failed === 0 ? 0 : 1;
}

function readKnownDifferences(root: string): Readonly<Record<string, string>> {
  const file = path.join(root, 'test/conformance/known-differences.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}

/** What is wrong with an outcome; null when it agrees, or differs where the list says so. */
function verdict(outcome: Outcome, knownAs: string | undefined): string | null {
  const head = `${outcome.key} (${outcome.title})`;
  if (knownAs !== undefined) {
    return outcome.differences.length > 0 ? null : `${head}: is listed as ${knownAs} but agrees with dbt`;
  }
  return outcome.differences.length === 0 ? null : [head, ...outcome.differences].join('\n    ');
}
