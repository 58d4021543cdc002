import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runTx, scratchFolder, shopFiles, type ScratchFolder } from '../support/run-tx.ts';

describe('--profile-cpu', () => {
  let folder: ScratchFolder | null = null;
  afterEach(() => folder?.remove());

  it('writes samples of the whole command and leaves its exit code alone', async () => {
    folder = scratchFolder(shopFiles({ 'models/orders.sql': "select * from {{ ref('nothing') }}" }));
    const { code } = await runTx(['parse', '--profile-cpu', 'out/parse.cpuprofile'], { cwd: folder.path });
    expect(code).toBe(2);
    const profile = JSON.parse(readFileSync(path.join(folder.path, 'out/parse.cpuprofile'), 'utf8')) as {
      nodes: readonly { callFrame: { functionName: string } }[];
      samples: readonly number[];
    };
    expect(profile.samples.length).toBeGreaterThan(10);
    expect(profile.nodes.map(({ callFrame }) => callFrame.functionName)).toContain('parseProject');
  });

  it('says that the file cannot be written', async () => {
    folder = scratchFolder(shopFiles({ 'models/orders.sql': 'select 1 as id', taken: 'a file' }));
    const { code, stderr } = await runTx(['parse', '--profile-cpu', 'taken/parse.cpuprofile'], {
      cwd: folder.path,
    });
    expect(code).toBe(2);
    expect(stderr).toContain('TX6001');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
