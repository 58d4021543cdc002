import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ProjectFailure } from '../../../src/errors/project-error.ts';
import { compileSync } from '../../../src/template/compile-template.ts';
import { datetimeFromInstant } from '../../../src/template/modules/datetime-from-instant.ts';
import { pythonModules } from '../../../src/template/modules/index.ts';
import { parseTemplate } from '../../../src/template/parse-template.ts';
import type { Scope } from '../../../src/template/value.ts';
import { toRepr } from '../../../src/template/values/to-text.ts';

type Case = readonly [template: string, expected: string | null, error?: string];
const cases = JSON.parse(readFileSync(new URL('./cases.json', import.meta.url), 'utf8')) as Case[];

const SETUP =
  '{% set dt = modules.datetime %}{% set re = modules.re %}{% set it = modules.itertools %}{% set tz = modules.pytz %}';
const scope: Scope = { lookup: (name) => (name === 'modules' ? pythonModules() : undefined) };
const render = (template: string): string =>
  compileSync(parseTemplate(SETUP + template, { file: 'case.sql' }))(scope);

describe('what Python prints', () => {
  it.each(cases.filter(([, expected]) => expected !== null))('%s', (template, expected) => {
    expect(render(template!)).toBe(expected);
  });
});

describe('what Python refuses', () => {
  it.each(cases.filter(([, expected]) => expected === null))('%s', (template) => {
    expect(() => render(template!)).toThrow(ProjectFailure);
  });

  it.each([
    ["{{ dt.datetime.strptime('2024', '%Y-%m-%d') }}", "time data '2024' does not match format '%Y-%m-%d'"],
    ['{{ dt.date(2024, 2, 30) }}', 'day is out of range for month'],
    ["{{ tz.timezone('Europe/Pariss') }}", 'UnknownTimeZoneError'],
    ["{{ re.match('(', 'a') }}", 'missing ), unterminated subpattern'],
    ["{{ re.match('a++', 'a') }}", 'possessive quantifiers are not supported'],
    ['{{ it.count() | list }}', 'endless'],
  ])('%s says why', (template, words) => {
    expect(() => render(template!)).toThrow(words);
  });
});

describe('run_started_at', () => {
  it('is a datetime of UTC', () => {
    const instant = datetimeFromInstant(new Date(Date.UTC(2026, 4, 26, 1, 2, 3, 456)));
    expect(toRepr(instant)).toBe('datetime.datetime(2026, 5, 26, 1, 2, 3, 456000, tzinfo=<UTC>)');
  });
});

describe('what a template cannot reach', () => {
  it.each(['constructor', '__proto__', '__class__', 'hasOwnProperty', 'toText'])('%s', (name) => {
    for (const object of [
      'modules',
      'dt',
      'dt.date',
      'dt.date(2024, 1, 1)',
      're',
      'tz',
      'tz.utc',
      "re.compile('a')",
    ]) {
      expect(render(`{{ ${object}.${name} is defined }}{{ ${object}['${name}'] is defined }}`)).toBe(
        'FalseFalse',
      );
    }
  });
});
