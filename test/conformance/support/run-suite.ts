import { wildcardMatcher } from '../../../src/util/wildcard-matcher.ts';
import { readCaseFiles, type CaseFile, type Invocation } from './case-file.ts';
import { closeCase, directoryFor, openCase, recordedOptions, type CaseWorkspace } from './case-workspace.ts';
import { invocationDifferences } from './compare-invocation.ts';
import type { ProgramRunner } from './program-runner.ts';

/** What came of one recorded invocation; `key` is `suite/case#id`. */
export interface Outcome {
  readonly key: string;
  readonly title: string;
  readonly differences: readonly string[];
}

/** Cases of a folder that one of the patterns meets (`errors`, `errors/part1`, `selection/*#12`), all without patterns. */
export function chooseCases(root: string, patterns: readonly string[]): readonly CaseFile[] {
  const chosen = readCaseFiles(root).map((definition) => ({
    ...definition,
    invocations: definition.invocations.filter((each) => isChosen(definition, each, patterns)),
  }));
  return chosen.filter((definition) => definition.invocations.length > 0);
}

function isChosen(definition: CaseFile, invocation: Invocation, patterns: readonly string[]): boolean {
  const [suite = ''] = definition.name.split('/');
  const names = [suite, definition.name, keyOf(definition, invocation)];
  return patterns.length === 0 || patterns.some((pattern) => names.some(wildcardMatcher(pattern)));
}

/** The name of an invocation, as lists of known differences have it. */
export function keyOf(definition: CaseFile, invocation: Invocation): string {
  return `${definition.name}#${invocation.id}`;
}

/** Runs an invocation and compares it. */
export async function runInvocation(
  workspace: CaseWorkspace,
  invocation: Invocation,
  run: ProgramRunner,
): Promise<Outcome> {
  const { definition } = workspace;
  const directory = await directoryFor(workspace, invocation, run);
  const listing = invocation.capture === 'ls' ? ['--no-write-json', '--quiet'] : [];
  const args = invocation.args.map((arg) => arg.replaceAll('<DIR>', directory));
  const result = await run([...recordedOptions(directory), ...listing, ...args], {
    directory,
    env: { ...definition.env, ...invocation.env },
  });
  return {
    key: keyOf(definition, invocation),
    title: invocation.args.join(' '),
    differences: invocationDifferences(definition, invocation, result, directory),
  };
}

/** Runs a case's invocations, or tells why its set-up failed; up to `width` at once where they do not share files that they write. */
export async function runCaseFile(
  definition: CaseFile,
  run: ProgramRunner,
  width: number,
  tell: (outcome: Outcome) => void,
): Promise<void> {
  let workspace: CaseWorkspace;
  try {
    workspace = await openCase(definition, run);
  } catch (error) {
    tell({ key: definition.name, title: 'set-up', differences: [String(error)] });
    return;
  }
  try {
    const waiting = [...definition.invocations];
    const apart = definition.fresh || waiting.every((each) => each.capture === 'ls');
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        tell(await runInvocation(workspace, next, run));
    };
    await Promise.all(Array.from({ length: apart ? width : 1 }, lane));
  } finally {
    closeCase(workspace);
  }
}
