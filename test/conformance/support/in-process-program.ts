import { adapters } from '../../../adapters/index.ts';
import { parseArguments } from '../../../src/cli/parse-arguments.ts';
import { runCommandLine } from '../../../src/cli/run-command.ts';
import { ProjectFailure } from '../../../src/errors/project-error.ts';
import { recordedEnvironment, type ProgramResult, type ProgramRunner } from './program-runner.ts';

/**
 * Runs the program without a process of its own: from its sources, one invocation after another, because the working
 * directory is the process's.
 */
export function inProcessProgram(): ProgramRunner {
  let last: Promise<unknown> = Promise.resolve();
  return (args, where) => {
    const turn = last.then(() => invoke(args, where.directory, recordedEnvironment(where.directory, where.env)));
    last = turn.catch(() => undefined);
    return turn;
  };
}

async function invoke(
  args: readonly string[],
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ProgramResult> {
  const before = process.cwd();
  const said = { stdout: '', stderr: '' };
  const finished = (exitCode: number, more = ''): ProgramResult => ({ exitCode, ...said, stderr: said.stderr + more });
  process.chdir(directory);
  try {
    const parsed = parseArguments(args);
    if (parsed.kind === 'text') return finished(parsed.exitCode, parsed.text);
    if (parsed.kind === 'usage-error') return finished(2, parsed.message);
    const exitCode = await runCommandLine(parsed, {
      environment,
      adapters: {
        names: Object.keys(adapters),
        load: async (type) => (Object.hasOwn(adapters, type) ? adapters[type as keyof typeof adapters]() : null),
      },
      parseThreads: null,
      writeOut: (text) => void (said.stdout += text),
      writeError: (text) => void (said.stderr += text),
      isTerminal: false,
      version: '0.0.0',
      argv: args,
    });
    return finished(exitCode);
  } catch (thrown) {
    if (!(thrown instanceof ProjectFailure)) throw thrown;
    return finished(2, thrown.message);
  } finally {
    process.chdir(before);
  }
}
