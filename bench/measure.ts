import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A command as a whole process, in a folder. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What one run of a command took: seconds, and the largest resident set in MB (null where GNU time is missing). */
export interface Measurement {
  readonly cpu: number;
  readonly wall: number;
  readonly megabytes: number | null;
}

const GNU_TIME = '/usr/bin/time';

/** Runs a command to its end and says what it took. Throws when it does not end with 0. */
export function measure(command: Command): Measurement {
  const folder = mkdtempSync(path.join(tmpdir(), 'tx-bench-'));
  try {
    return existsSync(GNU_TIME) ? byGnuTime(command, path.join(folder, 'time')) : byShell(command);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function byGnuTime(command: Command, report: string): Measurement {
  run(GNU_TIME, ['-f', '%U %S %e %M', '-o', report, command.program, ...command.args], command);
  const [user = 0, system = 0, wall = 0, kilobytes = 0] = readFileSync(report, 'utf8')
    .split(/\s+/)
    .map(Number);
  return { cpu: user + system, wall, megabytes: kilobytes / 1024 };
}

/** `times` prints what the shell's children took as its second line: `0m1.230000s 0m0.110000s`. */
function byShell(command: Command): Measurement {
  const started = performance.now();
  const out = run(
    'sh',
    ['-c', '"$@" >/dev/null; code=$?; times; exit $code', 'sh', command.program, ...command.args],
    command,
  );
  const wall = (performance.now() - started) / 1000;
  const children = out.trim().split('\n').at(-1) ?? '';
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(
    (part) => Number(part[1]) * 60 + Number(part[2]),
  );
  return { cpu: parts.reduce((sum, part) => sum + part, 0), wall, megabytes: null };
}

function run(program: string, args: readonly string[], { cwd, env }: Command): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (error) throw error;
  if (status === 0) return stdout;
  throw new Error(
    `${args.join(' ')} ended with ${status} in ${cwd}:\n${stdout.slice(-2000)}${stderr.slice(-2000)}`,
  );
}

/** The median of each figure. */
export function medianOf(measurements: readonly Measurement[]): Measurement {
  const [first] = measurements;
  if (first === undefined) throw new Error('There is no median of nothing');
  return {
    cpu: median(measurements.map((one) => one.cpu)),
    wall: median(measurements.map((one) => one.wall)),
    megabytes: first.megabytes === null ? null : median(measurements.map((one) => one.megabytes ?? 0)),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
