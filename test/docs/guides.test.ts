import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scratchFolder } from '../support/run-tx.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Commands of a guide, what they end with, and lines that must be in what they print. */
interface Block {
  readonly commands: string;
  readonly code: number;
  readonly lines: readonly string[];
}

/** The `sh` blocks of a guide, each with the `text` block behind it. `# ends with 1` says the exit code. */
function blocksOf(guide: string): readonly Block[] {
  const text = readFileSync(path.join(ROOT, 'docs/guides', guide), 'utf8');
  return [...text.matchAll(/^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?/gms)].map(
    ([, commands = '', said = '']) => ({
      commands,
      code: Number(/# ends with (\d)/.exec(commands)?.[1] ?? 0),
      lines: said.split('\n').filter((line) => line !== ''),
    }),
  );
}

describe.each([
  'audit.md',
  'backfill.md',
  'idempotency.md',
  'intervals.md',
  'prove-and-lint.md',
  'recovery.md',
])('docs/guides/%s', (guide) => {
  const project = scratchFolder({}, path.join(ROOT, 'example-project'));
  const blocks = blocksOf(guide);
  beforeAll(() => {
    rmSync(path.join(project.path, 'example.duckdb'), { force: true });
    const program = path.join(project.path, 'bin/tx');
    project.write({ 'bin/tx': '' });
    writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${path.join(ROOT, 'bin/tx')}" "$@"\n`);
    chmodSync(program, 0o755);
  });
  afterAll(() => project.remove());

  /** Runs commands as a reader would; the first that fails ends them. */
  const shell = (commands: string): Promise<{ readonly code: number | null; readonly said: string }> =>
    new Promise((resolve, reject) => {
      const env = { ...process.env, HOME: project.path, PATH: `${project.path}/bin:${process.env['PATH']}` };
      const child = spawn('bash', ['-euc', commands], { cwd: project.path, env });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
      }
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, said }));
    });

  it('has commands', () => expect(blocks.length).toBeGreaterThan(2));

  it.each(blocks.map((block) => [block.commands.split('\n')[0] ?? '', block] as const))(
    '%s',
    async (_first, { commands, code, lines }) => {
      const run = await shell(commands);
      for (const line of lines) expect(run.said).toContain(line);
      expect(run.code, run.said).toBe(code);
    },
    120_000,
  );
});
