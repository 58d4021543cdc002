import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ProjectFailure } from '../../src/errors/project-error.ts';
import { compileAsync, compileSync } from '../../src/template/compile-template.ts';
import { parseTemplate } from '../../src/template/parse-template.ts';
import type { Scope } from '../../src/template/value.ts';

/** A template, and what it prints or the fault that it raises in CPython's Jinja2 (see generate-extra.py). */
type Case = readonly [string, string | { readonly error: string; readonly message: string }];

const cases = JSON.parse(readFileSync(new URL('./jinja/extra.json', import.meta.url), 'utf8')) as Case[];
const scope: Scope = { lookup: () => undefined };

/** Faults of Python whose words are said the same way; messages of Jinja's own parser are worded anew. */
const SAME_WORDS = new Set(['UndefinedError', 'TypeError', 'ZeroDivisionError', 'ValueError', 'FilterArgumentError']);
/** Words that are meant to be other: no Markup, no class objects, hints of dbt's. */
const OTHER_WORDS = /Markup|special caller|macro None|No caller defined|inline if-expression/;

async function outcome(render: () => string | Promise<string>): Promise<string | ProjectFailure> {
  try {
    return await render();
  } catch (error) {
    if (error instanceof ProjectFailure) return error;
    throw error;
  }
}

describe('what CPython’s Jinja2 prints or refuses', () => {
  it.each(cases)('%s', async (source, expected) => {
    const file = 'case.sql';
    const sync = await outcome(() => compileSync(parseTemplate(source, { file }))(scope));
    const async = await outcome(() => compileAsync(parseTemplate(source, { file }))(scope));
    if (typeof expected === 'string') {
      expect(sync).toBe(expected);
      expect(async).toBe(expected);
      return;
    }
    for (const failure of [sync, async]) {
      const error = failure instanceof ProjectFailure ? failure.errors[0] : undefined;
      expect(error, `should fail with ${expected.message}, gave ${String(failure)}`).toBeDefined();
      expect(error?.location?.line).toBeGreaterThan(0);
      expect(error?.frame).toContain('^');
      if (SAME_WORDS.has(expected.error) && !OTHER_WORDS.test(expected.message))
        expect(error?.message.startsWith(expected.message)).toBe(true);
    }
  });
});
