import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  comparableOpening,
  openScratch,
  type OpenOptions,
  type Opening,
} from '../../support/open-scratch.ts';
import { scratchFolder, type ScratchFolder } from '../../support/run-tx.ts';
import { gardenEdits, gardenFiles, type Garden } from './garden.ts';

let folder: ScratchFolder;

beforeEach(() => {
  folder = scratchFolder(gardenFiles());
});
afterEach(() => folder.remove());

const at = (name: string): string => path.join(folder.path, name);
const cold = (options: OpenOptions = {}): Promise<Opening> =>
  openScratch(folder.path, { ...options, partialParse: false });
const warm = (options: OpenOptions = {}): Promise<Opening> => openScratch(folder.path, options);

/** Opens the project both ways and expects the same of them; gives the warm opening. */
async function expectSame(options: OpenOptions = {}): Promise<Opening> {
  const found = await warm(options);
  expect(comparableOpening(found)).toEqual(comparableOpening(await cold(options)));
  return found;
}

const cacheFiles = (prefix = ''): readonly string[] =>
  (existsSync(at('target/tx-cache')) ? readdirSync(at('target/tx-cache')) : [])
    .filter((name) => name.startsWith(prefix))
    .map((name) => at(`target/tx-cache/${name}`));

/** As if the file had been written two minutes ago. */
const growOld = (file: string): void => {
  const then = Date.now() / 1000 - 120;
  utimesSync(file, then, then);
};

describe('a project in the parse cache', () => {
  it('is taken over when nothing changed', async () => {
    const first = await warm();
    const second = await expectSame();
    expect(second.opened?.revision?.id).toBe(first.opened?.revision?.id);
  });

  it('is patched after an edit of a model', async () => {
    const first = await warm();
    appendFileSync(at('models/m1.sql'), '\n-- more');
    const { opened } = await expectSame();
    expect(opened?.revision?.since).toEqual({
      id: first.opened?.revision?.id,
      changed: new Set(['model.garden.m1']),
      keepsParents: true,
      keepsGroups: true,
    });
  });

  it('is patched after an edit of a property file: tests come and go', async () => {
    await warm();
    const file = at('models/schema_a.yml');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('not_null]', 'not_null, unique]').replace('Second', '2nd'),
    );
    const { opened } = await expectSame();
    expect(
      [...(opened?.revision?.since?.changed ?? [])].some((id) => id.startsWith('test.garden.unique_m1_id')),
    ).toBe(true);
  });

  it('makes again only the entry of a property file that changed', async () => {
    await warm();
    const file = at('models/schema_c.yml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('name: m9', 'name: m9\n    description: Ninth'));
    const { opened } = await expectSame();
    expect(opened?.revision?.since?.changed).toEqual(new Set(['model.garden.m9']));
    writeFileSync(file, `# Comment\n${text}`);
    expect((await expectSame()).opened?.revision?.since?.changed).toEqual(new Set(['model.garden.m9']));
    writeFileSync(file, `# Another\n${text}`);
    expect((await expectSame()).opened?.revision?.since).toBeNull();
  });

  it.each([
    ['of models', 'm6', 'model.garden.m6'],
    ['of sources', 'fish', 'source.garden.lake.fish'],
  ])('puts tests %s where a whole parse has them', async (_, name, parent) => {
    await warm();
    const file = at('models/schema_c.yml');
    const found = new RegExp(`(name: ${name}[^[]*\\[[^[]*data_tests: )\\[not_null\\]`);
    writeFileSync(file, readFileSync(file, 'utf8').replace(found, '$1[unique, not_null]'));
    const { opened } = await expectSame();
    expect(opened?.manifest.children.get(parent)?.filter((id) => id.startsWith('test.'))).toHaveLength(2);
    expect(opened?.revision?.since).not.toBeNull();
  });

  it('remembers what the other entries of a property file read', async () => {
    await warm();
    appendFileSync(at('models/m6.sql'), '\n-- more');
    await expectSame();
    const { opened } = await expectSame({ vars: { soil: 'clay' } });
    expect(opened?.manifest.nodes.get('model.garden.m4')?.meta).toEqual({ first: 'clay' });
  });

  it('is opened under other variables without a look at its files, and nothing is kept of that', async () => {
    const { opened } = await warm();
    const before = opened as NonNullable<typeof opened>;
    const kept = cacheFiles();
    const other = await warm({ vars: { day: '2026-02-02' }, before });
    expect(comparableOpening(other)).toEqual(comparableOpening(await cold({ vars: { day: '2026-02-02' } })));
    // The kind is in no node: neither in the model that reads it, nor in the unit test of that model.
    const sameNodes = await warm({ vars: { kind: 'fern' }, before });
    expect(sameNodes.opened?.manifest).toBe(before.manifest);
    expect(sameNodes.opened?.project.cliVars).toEqual({ kind: 'fern' });
    appendFileSync(at('models/m1.sql'), '\n-- more');
    expect((await warm({ vars: { kind: 'moss' }, before })).opened?.manifest).toBe(before.manifest);
    expect(cacheFiles()).toEqual(kept);
  });

  it('renders what reads a variable again, and nothing else', async () => {
    await warm();
    const { opened } = await expectSame({ vars: { day: '2026-02-02' } });
    expect(opened?.revision?.since?.changed).toEqual(new Set(['model.garden.m9']));
    const back = await expectSame();
    expect(back.opened?.revision?.since?.changed).toEqual(new Set(['model.garden.m9']));
  });

  it('follows the environment, flags and the number of threads', async () => {
    await warm();
    const { opened } = await expectSame({ environment: { GARDEN_TAG: 'wet' } });
    expect(opened?.manifest.nodes.get('model.garden.m4')?.tags).toEqual(['wet']);
    const refreshed = await expectSame({ fullRefresh: true });
    expect(refreshed.opened?.manifest.nodes.get('model.garden.m5')?.tags).toEqual(['refresh']);
    const wide = await expectSame({ threads: 7 });
    expect(wide.opened?.manifest.nodes.get('model.garden.m6')?.tags).toEqual(['threads_7']);
  });

  it('keeps the time of creation of what did not change', async () => {
    const first = await warm();
    const created = (opening: Opening, id: string) => opening.opened?.manifest.nodes.get(id)?.createdAt;
    utimesSync(at('models/m1.sql'), new Date(0), new Date(0));
    appendFileSync(at('models/m2.sql'), '\n-- more');
    const second = await warm();
    expect(created(second, 'model.garden.m1')).toBe(created(first, 'model.garden.m1'));
    expect(created(second, 'model.garden.m2')).not.toBe(created(first, 'model.garden.m2'));
  });

  it('is read whole where a macro of names or a project setting changed', async () => {
    await warm();
    folder.write({ 'macros/names.sql': '{% macro generate_schema_name(a, b) %}own{% endmacro %}' });
    const named = await expectSame();
    expect(named.opened?.manifest.nodes.get('model.garden.m1')).toMatchObject({ schema: 'own' });
    rmSync(at('macros/names.sql'));
    const plain = await expectSame();
    expect(plain.opened?.manifest.nodes.get('model.garden.m1')).toMatchObject({ schema: 'main' });
    appendFileSync(at('dbt_project.yml'), '\nmodels: {garden: {+tags: [all]}}\n');
    const tagged = await expectSame();
    expect(tagged.opened?.manifest.nodes.get('model.garden.m1')?.tags).toEqual(['all']);
  });

  it('says the errors of a whole parse, and goes on when they are mended', async () => {
    await warm();
    const text = readFileSync(at('models/m1.sql'), 'utf8');
    writeFileSync(at('models/m1.sql'), "select * from {{ ref('m99') }}");
    const broken = await expectSame();
    expect(broken.errors.map(({ code }) => code)).toEqual(['TX1301']);
    writeFileSync(at('models/m1.sql'), `${text}\n-- mended`);
    const mended = await expectSame();
    expect(mended.opened?.revision?.since).not.toBeNull();
  });

  it.each(['truncated', 'overwritten', 'empty'])('is made anew from a file that is %s', async (how) => {
    await warm();
    const [file = ''] = cacheFiles('project-');
    if (how === 'truncated') truncateSync(file, 2000);
    else if (how === 'empty') truncateSync(file, 0);
    else {
      const bytes = readFileSync(file);
      for (let index = 100; index < bytes.length; index += 40) bytes[index] = 88;
      writeFileSync(file, bytes);
    }
    const { notes } = await expectSame();
    expect(notes.filter((note) => note.startsWith('The parse cache'))).toHaveLength(1);
    expect((await warm()).notes).toEqual([]);
  });

  it('is made anew where a part of it is damaged that is looked at late', async () => {
    await warm();
    appendFileSync(at('models/m1.sql'), '\n-- more');
    await warm();
    const sound = cacheFiles().map((file) => [file, readFileSync(file)] as const);
    const damaged: string[] = [];
    for (const [file, bytes] of sound) {
      for (let at = 60; at < bytes.length; at += Math.ceil(bytes.length / 40)) {
        sound.forEach(([name, whole]) => writeFileSync(name, whole));
        const other = Buffer.from(bytes);
        other[at] = (other[at] ?? 0) ^ 1;
        writeFileSync(file, other);
        const { notes } = await expectSame();
        damaged.push(...notes.filter((note) => note.startsWith('The parse cache cannot be used')));
        expect((await warm()).notes).toEqual([]);
      }
    }
    expect(damaged.length).toBeGreaterThan(60);
  });

  it('does without a damaged file that cannot be removed', async () => {
    await warm();
    const [file = ''] = cacheFiles('project-');
    mkdirSync(file.replace('project-', 'texts-').replace('.bin', '-folder'));
    truncateSync(file, 2000);
    const { notes } = await expectSame();
    expect(notes.filter((note) => note.startsWith('The parse cache'))).toEqual([
      expect.stringContaining('cannot be used'),
      expect.stringContaining('cannot be removed'),
    ]);
  });

  it('writes the texts of what changed, and all of them anew after many changes', async () => {
    await warm();
    const [first = ''] = cacheFiles('texts-');
    const sizes: number[] = [];
    for (let count = 0; count < 12; count += 1) {
      appendFileSync(at('models/m1.sql'), `\n-- ${count}`);
      cacheFiles('texts-').forEach(growOld);
      await expectSame();
      sizes.push(cacheFiles('texts-').length);
    }
    expect(sizes).toEqual([2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5]);
    expect(cacheFiles('texts-')).not.toContain(first);
  });

  it('leaves alone what another process is about to name', async () => {
    await warm();
    const [layer = ''] = cacheFiles('texts-');
    const other = layer.replace(/[^-]+$/, 'other.bin');
    writeFileSync(other, 'texts of a process that has not written its project yet');
    appendFileSync(at('models/m1.sql'), '\n-- more');
    await expectSame();
    expect(existsSync(other)).toBe(true);
    const orphan = at('target/tx-cache/texts-of-no-project.bin');
    writeFileSync(orphan, 'texts of a project that was never written');
    growOld(orphan);
    utimesSync(other, new Date('2100-01-01'), new Date('2100-01-01'));
    appendFileSync(at('models/m1.sql'), '\n-- and more');
    await expectSame();
    expect([other, orphan].filter((file) => existsSync(file))).toEqual([]);
  });

  it('is made anew where texts of nodes are missing', async () => {
    await warm();
    cacheFiles('texts-').forEach((file) => rmSync(file));
    const { notes } = await expectSame();
    expect(notes.join()).toContain('The parse cache cannot be used');
    expect((await warm()).notes).toEqual([]);
  });

  it('keeps what is advised of other models, in the order of a whole parse', async () => {
    const advised = "{{ config(materialized='incremental', on_schema_change='apend') }} select 1 as id";
    folder.write({ 'models/m4.sql': advised, 'models/m6.sql': advised, 'models/m9.sql': advised });
    await warm();
    appendFileSync(at('models/m6.sql'), '\n-- more');
    const { opened, warnings } = await expectSame();
    expect(opened?.revision?.since).not.toBeNull();
    expect(warnings.map(({ nodeId }) => nodeId)).toEqual(
      ['m4', 'm6', 'm9'].map((name) => `model.garden.${name}`),
    );
    folder.write({ 'models/m4.sql': 'select 1 as id' });
    expect((await expectSame()).warnings).toHaveLength(2);
  });

  it('finds versions of models by the names that they have', async () => {
    folder.write({
      'models/vine_v1.sql': 'select 1 as id',
      'models/vine_v2.sql': 'select 2 as id',
      'models/vine.yml': 'models: [{name: vine, latest_version: 2, versions: [{v: 1}, {v: 2}]}]',
    });
    await warm();
    for (const reference of ["ref('vine')", "ref('vine', v=1)", "ref('garden', 'vine')", "ref('bulbs')"]) {
      folder.write({ 'models/m2.sql': `select * from {{ ${reference} }}` });
      const { opened } = await expectSame();
      expect(opened?.revision?.since, reference).not.toBeNull();
    }
  });

  it('is no condition: a folder that cannot be made is a note', async () => {
    folder.write({ 'target/tx-cache': 'in the way' });
    const { opened, notes } = await warm();
    expect(opened).not.toBeNull();
    expect(notes.join()).toContain('The parse cache cannot be written');
  });

  it('is left alone by --no-partial-parse', async () => {
    await cold();
    expect(cacheFiles()).toEqual([]);
  });

  it('keeps few files whatever the targets', async () => {
    for (let count = 0; count < 7; count += 1) {
      appendFileSync(at('dbt_project.yml'), `\n# ${count}\n`);
      folder.write({ 'profiles.yml': gardenFiles()['profiles.yml']!.replace('main', `schema_${count}`) });
      cacheFiles('texts-').forEach(growOld);
      await warm();
    }
    expect(cacheFiles('project-')).toHaveLength(4);
    expect(cacheFiles('texts-')).toHaveLength(4);
  });
});

describe('after any edits the warm project is the cold one', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'seed %i',
    async (seed) => {
      const garden: Garden = {
        write: (files) => folder.write(files),
        remove: (name) => rmSync(at(name), { force: true }),
        has: (name) => existsSync(at(name)),
        read: (name) => readFileSync(at(name), 'utf8'),
      };
      const edit = gardenEdits(seed, garden);
      let patches = 0;
      await warm();
      for (let step = 0; step < 25; step += 1) {
        const { title, options } = edit();
        const found = await warm(options);
        expect(comparableOpening(found), title).toEqual(comparableOpening(await cold(options)));
        if (found.opened?.revision?.since) patches += 1;
      }
      expect(patches).toBeGreaterThan(0);
    },
    120_000,
  );
});
