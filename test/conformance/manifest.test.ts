import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { linkManifest } from '../../src/graph/link.ts';
import { manifestToJson } from '../../src/graph/manifest-json.ts';
import { comparable, differences, manifestSubset } from './support/compare-manifest.ts';
import { copyProject, installLocalPackages, parseCase } from './support/load-manifest.ts';

interface Invocation {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly keep?: readonly string[];
  readonly capture?: string;
  readonly expected: { readonly exit_code: number; readonly manifest?: Record<string, never> };
}

interface Case extends Partial<Invocation> {
  readonly capture: 'manifest' | 'config';
  readonly cases?: readonly Invocation[];
}

const HERE = path.join(import.meta.dirname);

for (const suite of ['yaml', 'config']) {
  for (const name of readdirSync(path.join(HERE, suite))) {
    const folder = path.join(HERE, suite, name);
    const file = ['cases.json', 'expected.json'].map((each) => path.join(folder, each)).find(existsSync)!;
    const definition = JSON.parse(readFileSync(file, 'utf8')) as Case;
    const invocations = (definition.cases ?? [definition as Invocation]).filter(
      (each) => (each.capture ?? definition.capture) === definition.capture,
    );
    describe(`${suite}/${name}`, () => {
      invocations.forEach((invocation, index) => {
        it(`${index}: ${invocation.args.join(' ')}`, async () => {
          const directory = copyProject(path.join(folder, 'project'));
          installLocalPackages(directory);
          const parsed = await parseCase(directory, invocation.args, invocation.env);
          expect(parsed.errors).toEqual([]);
          const { manifest, errors } = linkManifest(parsed.draft, { now: new Date() });
          expect(errors).toEqual([]);
          const json = manifestToJson(manifest) as unknown as Record<string, never>;
          let actual = manifestSubset(json, directory, definition.capture);
          if (invocation.keep) {
            actual = Object.fromEntries(Object.entries(actual).filter(([key]) => invocation.keep!.includes(key)));
          }
          expect(differences(comparable(invocation.expected.manifest!), actual)).toEqual([]);
        });
      });
    });
  }
}
