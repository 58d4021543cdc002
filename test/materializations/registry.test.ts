import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { incrementalStrategies } from '../../src/materializations/incremental-strategies/index.ts';
import { materializations } from '../../src/materializations/index.ts';

const here = (file: string): boolean => existsSync(new URL(file, import.meta.url));
const testName = (name: string): string => name.replace(/[_+]/g, '-');

describe('registries', () => {
  it.each(Object.entries(materializations))(
    'materialization %s describes itself and has a test',
    (name, entry) => {
      expect(entry.name).toBe(name);
      expect(entry.description).toMatch(/^[A-Z].+\.$/s);
      expect(here(`./${testName(name)}.test.ts`)).toBe(true);
    },
  );

  it.each(Object.entries(incrementalStrategies))(
    'strategy %s describes itself and has a test',
    (name, entry) => {
      expect(entry.name).toBe(name);
      expect(entry.description).toMatch(/^[A-Z].+\.$/s);
      expect(here(`./incremental-strategies/${testName(name)}.test.ts`)).toBe(true);
    },
  );
});
