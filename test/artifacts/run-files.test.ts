import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileRecorder } from '../../src/artifacts/run-files.ts';
import type { SqlNode } from '../../src/graph/node.ts';
import { scratchFolder, type ScratchFolder } from '../support/run-tx.ts';

let folder: ScratchFolder;

beforeEach(() => {
  folder = scratchFolder({});
});
afterEach(() => folder.remove());

const node = { packageName: 'garden', path: 'm.sql', originalFilePath: 'models/m.sql' } as SqlNode;
const file = (stage: string): string => path.join(folder.path, stage, 'garden/models/m.sql');

it('writes the first SQL of a node at once and the last when the run ends', () => {
  const recorder = fileRecorder(folder.path, true);
  for (const day of ['1', '2', '3']) {
    recorder.compiled(node, { sql: `select ${day}`, ctes: [] });
    recorder.executed(node, [`delete ${day}`, `insert ${day}`]);
    expect(readFileSync(file('compiled'), 'utf8')).toBe('select 1');
  }
  recorder.finish();
  expect(readFileSync(file('compiled'), 'utf8')).toBe('select 3');
  expect(readFileSync(file('run'), 'utf8')).toBe('delete 3;\n\ninsert 3;\n');
});

it('writes nothing where no files are wanted', () => {
  const recorder = fileRecorder(folder.path, false);
  recorder.compiled(node, { sql: 'select 1', ctes: [] });
  recorder.finish();
  expect(existsSync(file('compiled'))).toBe(false);
});
