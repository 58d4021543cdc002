import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileAsync, compileSync } from '../../src/template/compile-template.ts';
import { parseTemplate } from '../../src/template/parse-template.ts';
import { TemplateFunction, TemplateObject, type Scope, type Value } from '../../src/template/value.ts';
import { toText } from '../../src/template/values/to-text.ts';

const cases = JSON.parse(readFileSync(new URL('./jinja/cases.json', import.meta.url), 'utf8')) as [
  string,
  string,
  string,
][];

/** What the cases call: `host` writes its arguments, `adapter.dispatch(m, ns)(x)` writes D, the name and x. */
const host = new TemplateFunction('host', (args, kwargs) => {
  const caller = kwargs?.get('caller');
  const named = [...(kwargs ?? [])].filter(([key]) => key !== 'caller').map(([key, value]) => `${key}=${toText(value)}`);
  const text = `H${args.map(toText).join('')}${named.join('')}`;
  if (!(caller instanceof TemplateFunction)) return text;
  const inner = caller.invoke([], null);
  return inner instanceof Promise ? inner.then((value) => text + toText(value)) : text + toText(inner);
});

class Adapter extends TemplateObject {
  readonly typeName = 'adapter';
  override getAttribute(name: string): Value | undefined {
    if (name !== 'dispatch') return undefined;
    return new TemplateFunction('dispatch', ([macro]) => new TemplateFunction('m', ([x]) => `D${toText(macro!)}${toText(x!)}`));
  }
}

const scope: Scope = {
  lookup: (name) => (name === 'host' ? host : name === 'adapter' ? new Adapter() : undefined),
};

describe('what Jinja2 prints', () => {
  it.each(cases)('%s', async (_name, template, expected) => {
    const parsed = parseTemplate(template, { file: 'case.sql' });
    expect(compileSync(parsed)(scope)).toBe(expected);
    expect(await compileAsync(parsed)(scope)).toBe(expected);
  });
});
