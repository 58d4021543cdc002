import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CACHE = process.env.TX_CLIENTS_CACHE ?? path.join(ROOT, 'node_modules/.cache/clients');
const TX = path.join(ROOT, 'bin/tx');

/** Thrown where a client did not accept what tx gave it; the message holds what the client said. */
export class Refusal extends Error {}

/** The folder of a Python environment with the requirements, made at the first use. */
export function pythonEnvironment(name, requirements) {
  const folder = path.join(CACHE, name);
  const stamp = path.join(folder, 'requirements.txt');
  const wanted = `${requirements.join('\n')}\n`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  run('python3', ['-m', 'venv', folder]);
  run(path.join(folder, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', ...requirements]);
  writeFileSync(stamp, wanted);
  return folder;
}

/** A copy of a project below test/ in a folder of its own, with tx as `dbt` in `shim/`; `remove` takes it away. */
export function projectCopy(source) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tx-client-'));
  const project = path.join(folder, 'project');
  cpSync(path.join(ROOT, 'test', source), project, { recursive: true });
  const shim = path.join(folder, 'shim');
  const env = {
    ...process.env,
    HOME: folder,
    PATH: `${shim}:${process.env.PATH}`,
    SHOP_DATABASE: path.join(folder, 'shop.duckdb'),
    DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
  };
  run(process.execPath, [TX, 'shim', shim]);
  return {
    folder,
    project,
    shim,
    env,
    tx: (...args) => run(process.execPath, [TX, ...args], { cwd: project, env }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs a program to its end and gives what it printed; throws Refusal when it ends with another code than `code` (0). */
export function run(program, args, { code = 0, ...options } = {}) {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, ...options });
  const said = `${done.stdout ?? ''}${done.stderr ?? ''}`;
  if (done.error) throw new Refusal(`${program}: ${done.error.message}`);
  if (done.status !== code) {
    throw new Refusal(
      `${path.basename(program)} ${args.join(' ')} ended with ${done.status}:\n${said.slice(-4000)}`,
    );
  }
  return said;
}

/** Throws Refusal with what was seen unless the condition holds. */
export function expect(condition, wanted, seen) {
  if (!condition) throw new Refusal(`expected ${wanted}, saw:\n${String(seen).slice(-4000)}`);
}
