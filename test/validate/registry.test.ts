import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src/errors/codes.ts';
import { validationRules } from '../../src/validate/index.ts';
import { lintCodes } from '../../src/errors/codes/lint.ts';

const reference = readFileSync(new URL('../../docs/reference/lint-rules.md', import.meta.url), 'utf8');
const sourceOf = (name: string): string =>
  readFileSync(new URL(`../../src/validate/${name}.ts`, import.meta.url), 'utf8');
const REQUIRED = readFileSync(new URL('./required-rules.test.ts', import.meta.url), 'utf8');

describe('validation rules', () => {
  it.each(Object.entries(validationRules))('%s describes itself, is tested and documented', (name, rule) => {
    expect(rule.name).toBe(name);
    expect(rule.description).toMatch(/^\S.+\.$/s);
    expect(Object.hasOwn(errorCodes, rule.code)).toBe(true);
    if (rule.stage !== 'required') expect(sourceOf(name)).toMatch(/\bhint\b/);
    const hasTest =
      rule.stage === 'required'
        ? REQUIRED.includes(`it('${name}'`)
        : existsSync(new URL(`./${name}.test.ts`, import.meta.url));
    expect(hasTest).toBe(true);
    expect(reference).toContain(
      `| ${rule.code} | \`${name}\` | ${stageText(rule.stage)} | ${rule.description} |`,
    );
  });

  it('has a rule for every code of lint', () => {
    const used = new Set(Object.values(validationRules).map((rule) => rule.code as string));
    expect(Object.keys(lintCodes).filter((code) => !used.has(code))).toEqual([]);
  });
});

function stageText(stage: 'required' | 'parse' | 'lint'): string {
  return { required: 'always', parse: 'parse, lint', lint: 'lint' }[stage];
}
