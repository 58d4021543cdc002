import type { ShardRequest } from '../parse/shards/shard.ts';
import type { ShardMessage } from './parse-thread.ts';

/**
 * The whole program: reads the command line, runs the command, ends with its exit code. `threadFile` is a script that
 * calls `parseInThread`; without it everything happens in one thread.
 */
export async function main(
  argv: readonly string[],
  version: string,
  threadFile: string | null = null,
): Promise<number> {
  if (argv[0] === '--version' || argv[0] === '-V' || (argv.length === 1 && argv[0] === '-v')) {
    process.stdout.write(`tx ${version}\n`);
    return 0;
  }
  const { parseArguments } = await import('./parse-arguments.ts');
  const { runCommandLine, readDotenvFile } = await import('./run-command.ts');
  const { parseDotenv } = await import('../config/dotenv.ts');
  const { adapterLoader } = await import('../../adapters/index.ts');
  const dotenv = readDotenvFile();
  const environment = { ...(dotenv === null ? {} : parseDotenv(dotenv, process.env)), ...process.env };
  const outside = {
    environment,
    adapters: adapterLoader,
    parseThreads:
      threadFile === null ? null : async () => (await import('./parse-threads.ts')).parseThreads(threadFile),
    writeOut: (text: string) => void process.stdout.write(text),
    writeError: (text: string) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
    version,
    argv,
  };
  try {
    const parsed = parseArguments(argv);
    if (parsed.kind === 'text') {
      process.stdout.write(parsed.text);
      return parsed.exitCode;
    }
    if (parsed.kind === 'usage-error') {
      process.stderr.write(`${parsed.message}\n`);
      return 2;
    }
    const profile = parsed.flags.command?.['profile_cpu'];
    if (typeof profile !== 'string') return await runCommandLine(parsed, outside);
    const { profileCpu } = await import('./profile-cpu.ts');
    return await profileCpu(profile, () => runCommandLine(parsed, outside));
  } catch (thrown) {
    const { ProjectFailure } = await import('../errors/project-error.ts');
    if (!(thrown instanceof ProjectFailure)) throw thrown;
    const { formatError } = await import('./reporters/format-error.ts');
    const { createPalette } = await import('./reporters/palette.ts');
    for (const error of thrown.errors) process.stderr.write(`${formatError(error, createPalette(false))}\n`);
    return 2;
  }
}

/** What a thread of the program does: parses the shard that it was started with, and posts what comes of it. */
export async function parseInThread(
  request: ShardRequest,
  post: (message: ShardMessage) => void,
): Promise<void> {
  const { parseInThread: parse } = await import('./parse-thread.ts');
  const { adapterLoader } = await import('../../adapters/index.ts');
  await parse(request, adapterLoader, post);
}

/** What `tx --help` prints. */
export async function helpText(): Promise<string> {
  const { parseArguments } = await import('./parse-arguments.ts');
  const parsed = parseArguments(['--help']);
  return parsed.kind === 'text' ? parsed.text : '';
}
