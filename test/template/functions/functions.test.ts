import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ProjectFailure } from '../../../src/errors/project-error.ts';
import { compileSync } from '../../../src/template/compile-template.ts';
import { baseFunctions } from '../../../src/template/functions/index.ts';
import { parseTemplate } from '../../../src/template/parse-template.ts';
import type { Scope } from '../../../src/template/value.ts';

type Case = readonly [template: string, expected: string | null, error?: string];
const cases = JSON.parse(readFileSync(new URL('./cases.json', import.meta.url), 'utf8')) as Case[];

const scope: Scope = { lookup: (name) => baseFunctions().get(name) };
const render = (template: string): string =>
  compileSync(parseTemplate(template, { file: 'case.sql' }))(scope);

describe("what dbt's context functions give", () => {
  it.each(cases.filter(([, expected]) => expected !== null))('%s', (template, expected) => {
    expect(render(template!)).toBe(expected);
  });
});

describe("what dbt's context functions refuse", () => {
  it.each(cases.filter(([, expected]) => expected === null))('%s', (template) => {
    expect(() => render(template!)).toThrow(ProjectFailure);
  });
});
