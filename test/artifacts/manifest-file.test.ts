import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenedProject } from '../../src/api/open-project.ts';
import { writeManifestFile } from '../../src/artifacts/manifest-file.ts';
import { manifestToJson } from '../../src/graph/manifest-json.ts';
import type { CompiledFacts } from '../../src/graph/sql-node-json.ts';
import { gardenEdits, gardenFiles } from '../parse/cache/garden.ts';
import { openScratch, type OpenOptions } from '../support/open-scratch.ts';
import { scratchFolder, type ScratchFolder } from '../support/run-tx.ts';

let folder: ScratchFolder;

beforeEach(() => {
  folder = scratchFolder(gardenFiles());
});
afterEach(() => folder.remove());

const at = (name: string): string => path.join(folder.path, name);
const NONE: ReadonlyMap<string, CompiledFacts> = new Map();

const FACTS: ReadonlyMap<string, CompiledFacts> = new Map(
  ['m1', 'm4'].map((name) => [
    `model.garden.${name}`,
    { compiledPath: `target/${name}.sql`, buildPath: null, compiledCode: 'select é', extraCtes: [] },
  ]),
);

/** Opens the project and writes manifest.json; null where the project is broken. */
async function written(facts = NONE, options: OpenOptions = {}): Promise<OpenedProject | null> {
  const { opened } = await openScratch(folder.path, options);
  if (opened === null) return null;
  const { manifest, revision } = opened;
  const notes: string[] = [];
  const note = (text: string): void => void notes.push(text);
  writeManifestFile({ directory: at('target'), manifest, facts, revision, note });
  expect(notes).toEqual([]);
  return opened;
}

/** The file says what the manifest says, byte for byte. */
function expectWritten(opened: OpenedProject, title: string, facts = NONE): void {
  const text = readFileSync(at('target/manifest.json'), 'utf8');
  expect(text === JSON.stringify(manifestToJson(opened.manifest, facts)), title).toBe(true);
}

describe('manifest.json, written over the one before', () => {
  it.each([1, 3, 5, 12])(
    'says after any edits what one that is written whole says: seed %i',
    async (seed) => {
      const edit = gardenEdits(seed, {
        write: (files) => folder.write(files),
        remove: (name) => rmSync(at(name), { force: true }),
        has: (name) => existsSync(at(name)),
        read: (name) => readFileSync(at(name), 'utf8'),
      });
      let patches = 0;
      await written();
      for (let step = 0; step < 25; step += 1) {
        const { title, options } = edit();
        const facts = step % 5 === 3 ? FACTS : NONE;
        const opened = await written(facts, options);
        if (opened === null) continue;
        expectWritten(opened, title, facts);
        if (opened.revision?.since) patches += 1;
      }
      expect(patches).toBeGreaterThan(1);
    },
    120_000,
  );

  it('stands as it is where the same was found out, in whatever order', async () => {
    const opened = await written(FACTS);
    expect(opened).not.toBeNull();
    const { manifest, revision } = opened as OpenedProject;
    const write = (facts: ReadonlyMap<string, CompiledFacts>): boolean =>
      writeManifestFile({ directory: at('target'), manifest, facts, revision, note: () => undefined });
    expect(write(new Map([...FACTS].reverse()))).toBe(false);
    expect(write(NONE)).toBe(true);
  });

  it('tells where its pieces are damaged, and is written whole', async () => {
    const opened = await written();
    expect(opened).not.toBeNull();
    writeFileSync(at('target/tx-cache/manifest-pieces.bin'), 'damaged');
    const { manifest, revision } = opened as OpenedProject;
    const notes: string[] = [];
    const note = (text: string): void => void notes.push(text);
    writeManifestFile({ directory: at('target'), manifest, facts: FACTS, revision, note });
    expect(notes).toEqual([expect.stringContaining('a cache file ends too early')]);
    expectWritten(opened as OpenedProject, 'after damage', FACTS);
  });

  it('is not copied from where somebody else wrote into it', async () => {
    await written();
    truncateSync(at('target/manifest.json'), 3000);
    folder.write({ 'models/m1.sql': 'select 1 as id' });
    const opened = await written();
    expect(opened?.revision?.since).not.toBeNull();
    if (opened !== null) expectWritten(opened, 'after a cut');
  });
});
