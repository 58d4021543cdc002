import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { referencePages } from '../../scripts/reference.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { errorCodes } from '../../src/errors/codes.ts';
import { genericTests } from '../../src/generic-tests/index.ts';
import { selectionMethods } from '../../src/graph/selection/methods/index.ts';

const folder = path.resolve(import.meta.dirname, '../../docs/reference');

describe('docs/reference', () => {
  it('says what the registries say (npm run reference writes it)', async () => {
    for (const [name, text] of Object.entries(await referencePages())) {
      expect(readFileSync(path.join(folder, name), 'utf8'), name).toBe(text);
    }
  });
});

describe('registries describe themselves in a sentence', () => {
  const entries: [string, { readonly name: string; readonly description: string }][] = [
    ...Object.entries(commands),
    ...Object.entries(genericTests),
    ...Object.entries(selectionMethods),
  ];
  it.each(entries)('%s', (name, entry) => {
    expect(entry.name).toBe(name);
    expect(entry.description).toMatch(/^[A-Z].+[.)]$/s);
  });

  it.each(Object.entries(adapters))('adapter %s', async (name, load) => {
    const adapter = await load();
    expect(adapter.name).toBe(name);
    expect(adapter.description).toMatch(/^[A-Z].+\.$/s);
  });

  it.each(Object.entries(errorCodes))('%s', (code, { title }) => {
    expect(code).toMatch(/^TX\d{4}$/);
    expect(title).toMatch(/^\S.{5,}/);
  });
});
