import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inProcessProgram } from '../conformance/support/in-process-program.ts';
import { scratchFolder, shopFiles } from '../support/run-tx.ts';

/** Ways into JavaScript that objects have unless they are shut. */
const DOORS = [
  'constructor',
  '__proto__',
  'prototype',
  '__defineGetter__',
  '__lookupGetter__',
  'hasOwnProperty',
  'toString',
  'valueOf',
  'isPrototypeOf',
  'toLocaleString',
  'propertyIsEnumerable',
  'getAttribute',
  'getItem',
  'invoke',
  'toJson',
  'typeName',
  'call',
  'apply',
  'bind',
];

/** Values of every kind that a template can hold. */
const VALUES = [
  "'text'",
  '1',
  '1.5',
  'true',
  'none',
  '[1]',
  '(1, 2)',
  "{'a': 1}",
  'set([1])',
  'range(2)',
  'namespace(a=1)',
  'cycler(1)',
  "joiner(',')",
  "{'a': 1}.items()",
  "'text'.upper",
  'ref',
  'source',
  'config',
  'var',
  'env_var',
  'log',
  'return',
  'this',
  'model',
  'target',
  'graph',
  'graph.nodes',
  'flags',
  'context',
  'builtins',
  'adapter',
  'adapter.dispatch',
  'api',
  'api.Relation',
  'api.Column',
  "api.Column('a', 'b')",
  'exceptions',
  'modules',
  'modules.datetime',
  'modules.datetime.datetime',
  'modules.datetime.datetime.now()',
  'modules.re',
  "modules.re.match('a', 'a')",
  'modules.itertools',
  'modules.pytz.utc',
  'dbt',
  'shop',
  'own',
  'selected_resources',
  'invocation_args_dict',
  'dbt_metadata_envs',
  'fromjson',
  'context_macro_stack',
  'run_started_at',
];

/** Templates that would run code, or show something of JavaScript's, through a way other than an attribute. */
const ATTACKS = [
  "{{ ('x' | attr('constructor')) is defined }}",
  "{{ ([] | attr('__proto__')) is defined }}",
  "{{ ['x'] | map(attribute='constructor') | first is defined }}",
  "{{ ['x'] | map(attribute='constructor.constructor') | first is defined }}",
  "{{ ['x'] | map('attr', 'constructor') | first is defined }}",
  "{{ ['x'] | selectattr('constructor') | list | length > 0 }}",
  "{{ ['x'] | groupby('constructor') | first | first is defined }}",
  "{{ '{0.constructor}'.format('x') != '' }}",
  "{{ '{0[constructor]}'.format({'a': 1}) != '' }}",
  "{{ '%(constructor)s' % {'a': 1} }}",
  "{{ 'x' | constructor }}",
  "{{ 'x' is constructor }}",
  "{{ ['x'] | map('constructor') | list }}",
  "{{ ['x'] | select('__proto__') | list }}",
  "{{ adapter.dispatch('constructor')() }}",
  "{{ adapter.dispatch('x', '__proto__')() }}",
  "{{ dbt['constructor'] is defined }}",
  '{{ constructor is defined or __proto__ is defined or toString is defined or hasOwnProperty is defined }}',
  '{{ process is defined or globalThis is defined or require is defined or global is defined or Function is defined }}',
  '{{ S is defined or R is defined or UNSET is defined or module is defined or arguments is defined }}',
  '{% set eval = 1 %}{% set arguments = 2 %}{{ eval + arguments != 3 }}',
  "{% set d = {'__proto__': {'polluted': 1}} %}{{ {}.polluted is defined }}",
  "{% set ns = namespace() %}{% set ns.__proto__ = {'polluted': 1} %}{{ namespace().polluted is defined }}",
  "{{ config(meta={'__proto__': {'polluted': 1}, 'constructor': {'prototype': {'polluted': 1}}}) }}{{ {}.polluted is defined }}",
  "{% macro constructor(prototype) %}{% endmacro %}{{ ''.constructor is defined }}",
  `{{ '\\u2028\\';globalThis.escaped=1;//' | length < 0 }}`,
  '{{ "`${globalThis.escaped=1}`" == \'\' }}',
  '{{ fromjson(\'{"__proto__": {"polluted": 1}}\').polluted is defined }}',
  "{{ fromyaml('__proto__: {polluted: 1}').polluted is defined }}",
  "{{ ''.constructor.constructor('globalThis.escaped = 1')() }}",
  "{{ (ref | attr('invoke')) is defined }}",
];

/** What a model gives when its attack came to nothing: `False`, nothing, or an error of its own. */
const HARMLESS = /^(False|\[\]|)$/;

const LEAK = /\[native code\]|\[object |=> |function\s*\(|globalThis|process\.|class \w+/;

describe('templates reach nothing of JavaScript', () => {
  const project = scratchFolder(
    shopFiles({
      'macros/own.sql': '{% macro own() %}{% endmacro %}',
      'models/doors.sql': VALUES.map(
        (value, index) =>
          `${index} ${DOORS.map((door) => `{{ (${value}).${door} is defined }}{{ (${value})['${door}'] is defined }}`).join(' ')}`,
      ).join('\n'),
    }),
  );
  const run = inProcessProgram();
  const compile = (): Promise<{ exitCode: number | null; stdout: string; stderr: string }> =>
    run(['compile', '--no-introspect'], { directory: project.path, env: {} });
  const compiled = (name: string): string =>
    readFileSync(path.join(project.path, `target/compiled/shop/models/${name}.sql`), 'utf8');

  afterAll(() => project.remove());

  describe('by attributes and items', () => {
    let lines: readonly string[] = [];
    beforeAll(async () => {
      const { exitCode, stderr } = await compile();
      expect(stderr).not.toMatch(/Error/);
      expect(exitCode).toBe(0);
      lines = compiled('doors').split('\n');
    });

    it.each(VALUES.map((value, index) => [value, index] as const))('%s', (_value, index) => {
      const found = (lines[index] ?? '').split(' ').slice(1);
      expect(found).toHaveLength(DOORS.length);
      const open = DOORS.filter((_door, at) => found[at] !== 'FalseFalse');
      expect(open).toEqual([]);
    });
  });

  it.each(ATTACKS)('%s', async (attack) => {
    project.write({ 'models/doors.sql': attack });
    const { exitCode, stdout, stderr } = await compile();
    expect(stdout + stderr).not.toMatch(/Internal error|TX3101|\[native code\]/);
    if (exitCode === 0) {
      const text = compiled('doors').trim();
      expect(text).not.toMatch(LEAK);
      expect(text).toMatch(HARMLESS);
    }
    expect(Object.hasOwn(globalThis, 'escaped')).toBe(false);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
