import { describe, expect, it } from 'vitest';
import * as rules from './support/architecture-rules.ts';
import { parseSourceFile, readSourceFiles } from './support/source-file.ts';

const program = readSourceFiles(['src', 'adapters']);

type RuleName = keyof typeof rules;

/** For each rule: files that break it, and what it must say of them. */
const breaches: Record<RuleName, { files: Record<string, string>; said: string[] }> = {
  folderWithoutLayer: { files: { 'src/drawer/a.ts': '' }, said: ['src/drawer has no layer'] },
  layerOrder: {
    files: {
      'src/util/a.ts': `import type { B } from '../errors/b.ts';`,
      'src/intervals/a.ts': `export type { B } from '../ledger/b.ts';`,
      'src/parse/a.ts': `const load = () => import('../../adapters/index.ts');`,
      'src/graph/a.ts': `let b: import('../cli/b.ts').B;`,
      'src/cli/main.ts': `import '../../adapters/index.ts'; import '../util/a.ts'; import './parse.ts';`,
    },
    said: [
      'src/util/a.ts:1 imports src/errors/b.ts',
      'src/intervals/a.ts:1 imports src/ledger/b.ts',
      'src/parse/a.ts:1 imports adapters/index.ts',
      'src/graph/a.ts:1 imports src/cli/b.ts',
    ],
  },
  adapterImports: {
    files: {
      'adapters/one/a.ts': `import '../../src/config/x.ts';\nimport '../two/x.ts';\nimport '../three/x.ts';`,
      'adapters/four/a.ts': `import '../two/x.ts'; import '../../src/errors/x.ts';`,
    },
    said: ['adapters/one/a.ts:1 imports src/config/x.ts', 'adapters/one/a.ts:3 imports adapters/three/x.ts'],
  },
  adapterNames: {
    files: {
      'src/plan/a.ts': "if (name === 'duckdb') go();\nconst text = `for ${x} Snowflake ${y}`;\n// postgres",
      'adapters/duckdb/a.ts': "const name = 'duckdb';",
    },
    said: [`src/plan/a.ts:1 says 'duckdb'`, `src/plan/a.ts:2 says ' Snowflake '`],
  },
  diskAccess: {
    files: {
      'src/execute/a.ts': `import { readFileSync } from 'node:fs';`,
      'src/parse/b.ts': `const fs = await import('fs/promises');`,
      'src/config/c.ts': `import { readFileSync } from 'node:fs';`,
      'adapters/one/connection.ts': `import { spawn } from 'node:child_process';`,
    },
    said: [
      'src/execute/a.ts:1 imports node:fs',
      'src/parse/b.ts:1 imports fs/promises',
      'adapters/one/connection.ts:1 imports node:child_process',
    ],
  },
  driverImports: {
    files: {
      'adapters/one/dialect.ts': `import type { Client } from 'pg';`,
      'adapters/one/connection.ts': `import { Client } from 'pg'; import * as v from 'valibot';`,
      'src/execute/connection.ts': `import { Client } from 'pg';`,
    },
    said: ['adapters/one/dialect.ts:1 imports pg', 'src/execute/connection.ts:1 imports pg'],
  },
  eagerDrivers: {
    files: {
      'adapters/one/adapter.ts': `import { open } from './open.ts';`,
      'adapters/one/open.ts': `import './connection.ts';`,
      'adapters/two/adapter.ts': `const open = async () => import('./connection.ts');`,
    },
    said: ['adapters/one/adapter.ts loads adapters/one/connection.ts at once'],
  },
  importCycles: {
    files: {
      'src/a/a.ts': `import type { B } from './b.ts';`,
      'src/a/b.ts': `export * from './c.ts';`,
      'src/a/c.ts': `import './d.ts'; const load = () => import('./a.ts');`,
      'src/a/d.ts': '',
    },
    said: ['src/a/a.ts → src/a/b.ts → src/a/c.ts → src/a/a.ts'],
  },
  longFiles: {
    files: { 'src/a/a.ts': 'x;\n'.repeat(401), 'src/a/b.ts': 'x;\n'.repeat(400) },
    said: ['src/a/a.ts has 401 lines'],
  },
  fileNames: {
    files: { 'src/a/utils.ts': '', 'src/a/camelCase.ts': '', 'src/a/run-node.ts': '' },
    said: ['src/a/utils.ts', 'src/a/camelCase.ts'],
  },
  undocumentedExports: {
    files: {
      'src/a/a.ts': [
        '/** What it gives, in words. */',
        'export const documented = 1;',
        'export const bare = 1;',
        '// Not a doc comment.',
        'export function plain(): void {}',
        '/** */',
        'export interface Empty {}',
        'const inner = 1;',
      ].join('\n'),
    },
    said: [
      'src/a/a.ts:3 exports bare without a comment',
      'src/a/a.ts:5 exports plain without a comment',
      'src/a/a.ts:7 exports Empty without a comment',
    ],
  },
  unfinishedWork: {
    files: { 'src/a/a.ts': `// TODO later\nconst x = 1;\nthrow new Error('not implemented');` },
    said: ['src/a/a.ts:1 // TODO later', `src/a/a.ts:3 throw new Error('not implemented');`],
  },
};

describe('architecture', () => {
  it('sees the whole program', () => {
    expect(program.length).toBeGreaterThan(400);
    expect(program.flatMap((file) => file.imports).length).toBeGreaterThan(1000);
  });

  for (const name of Object.keys(rules) as RuleName[]) {
    it(`${name}: no breach`, () => {
      expect(rules[name](program)).toEqual([]);
    });

    it(`${name}: a breach is seen`, () => {
      const { files, said } = breaches[name];
      const parsed = Object.entries(files).map(([path, text]) => parseSourceFile(path, text));
      expect(rules[name](parsed)).toEqual(said);
    });
  }
});
