import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PROGRAM = path.resolve(import.meta.dirname, '../../bin/tx');

/** What an invocation of the built program ended with. */
export interface Invocation {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How an invocation differs from a plain one; `env` is laid over an environment without DBT_* variables. */
export interface InvocationOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The program to run in place of the built one. */
  readonly program?: string;
  /** Is given a way to send a signal when the process is there. */
  readonly onStart?: (signal: (name: NodeJS.Signals) => void) => void;
  /** Is told of the output as it comes, with a way to send a signal. */
  readonly onOutput?: (soFar: string, signal: (name: NodeJS.Signals) => void) => void;
}

/** Runs the built program to its end. */
export function runTx(args: readonly string[], options: InvocationOptions): Promise<Invocation> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(DBT_|AIRFLOW_|NO_COLOR|FORCE_COLOR)/.test(name),
  );
  const env = { ...Object.fromEntries(inherited), HOME: options.cwd, TZ: 'UTC', ...options.env };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [options.program ?? PROGRAM, ...args], { cwd: options.cwd, env });
    const signal = (name: NodeJS.Signals): void => void child.kill(name);
    let [stdout, stderr] = ['', ''];
    const heard = (): void => options.onOutput?.(stdout + stderr, signal);
    options.onStart?.(signal);
    child.stdin.end();
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      heard();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      heard();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** A folder for one test with the given files in it, removed by `remove`. */
export interface ScratchFolder {
  readonly path: string;
  write(files: Readonly<Record<string, string>>): void;
  remove(): void;
}

/** Makes a scratch folder, a copy of `source` where one is given. */
export function scratchFolder(files: Readonly<Record<string, string>> = {}, source?: string): ScratchFolder {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tx-test-')));
  if (source !== undefined) cpSync(source, folder, { recursive: true });
  const write = (written: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(written)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
  };
  write(files);
  return { path: folder, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The smallest project on DuckDB: dbt_project.yml and profiles.yml of a project `shop`, and further files. */
export function shopFiles(files: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return {
    'dbt_project.yml': 'name: shop\nversion: "1.0"\nconfig-version: 2\nprofile: shop\n',
    'profiles.yml':
      'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, threads: 2}\n',
    ...files,
  };
}
