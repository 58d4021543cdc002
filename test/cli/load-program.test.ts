import { cpSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { runTx, scratchFolder, shopFiles } from '../support/run-tx.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

it('keeps compiled code beside the program and adds what later commands need', async () => {
  const folder = scratchFolder(
    shopFiles({
      'models/orders.sql': 'select 1 as id',
      'models/orders.yml': 'models: [{name: orders, columns: [{name: id, data_tests: [unique]}]}]\n',
    }),
  );
  try {
    for (const part of ['bin', 'dist/main.cjs', 'package.json'])
      cpSync(path.join(ROOT, part), path.join(folder.path, 'program', part), { recursive: true });
    const program = path.join(folder.path, 'program/bin/tx');
    const dist = path.join(folder.path, 'program/dist');
    const kept = (): string => {
      const files = readdirSync(dist).filter((name) => name.startsWith('code-cache-'));
      expect(files).toHaveLength(1);
      return path.join(dist, files[0] ?? '');
    };
    const sizeAfter = async (...args: readonly string[]): Promise<number> => {
      const { code, stderr } = await runTx(args, { cwd: folder.path, program });
      expect(code, stderr).toBe(0);
      return statSync(kept()).size;
    };
    const ofHelp = await sizeAfter('build', '--help');
    let ofParse = ofHelp;
    // Not every run looks whether there is something to add.
    for (let run = 0; run < 60 && ofParse === ofHelp; run += 1) ofParse = await sizeAfter('parse');
    expect(ofParse).toBeGreaterThan(ofHelp * 1.2);
    expect(await sizeAfter('build', '--help')).toBe(ofParse);
    writeFileSync(kept(), 'broken');
    expect((await sizeAfter('build', '--help')) / ofHelp).toBeCloseTo(1, 1);
  } finally {
    folder.remove();
  }
});
