import { spawn } from 'node:child_process';

/** What an invocation of the program left: its exit code and what it printed. */
export interface ProgramResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs tx with arguments in a folder, with `env` as the only DBT_ variables and an empty home. */
export type ProgramRunner = (
  args: readonly string[],
  where: { readonly directory: string; readonly env: Readonly<Record<string, string>> },
) => Promise<ProgramResult>;

/** The environment of the recordings: no DBT_ variable but the case's own, UTC, nothing of the user's home. */
export function recordedEnvironment(
  directory: string,
  env: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('DBT_'));
  return { ...Object.fromEntries(kept), HOME: directory, TZ: 'UTC', COLUMNS: '200', NO_COLOR: '1', ...env };
}

/** Runs the program as people do: a process an invocation. */
export function spawnedProgram(program: string): ProgramRunner {
  return (args, { directory, env }) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [program, ...args], {
        cwd: directory,
        env: recordedEnvironment(directory, env),
      });
      let [stdout, stderr] = ['', ''];
      child.stdin.end();
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.on('error', reject);
      child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
    });
}
