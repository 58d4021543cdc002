import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { scrub, secretsOfCredentials } from '../../src/config/secrets.ts';
import { inProcessProgram } from '../conformance/support/in-process-program.ts';
import { scratchFolder, shopFiles } from '../support/run-tx.ts';

const SECRET = 'hunter2"\\/+ü';
const PRINTS = `{% macro show() %}{% do log(target.items() | list, info=true) %}{% do log(tojson(target), info=true) %}
{% do log(target.password, info=true) %}{% do log(var('given', ''), info=true) %}{% endmacro %}`;

describe('scrub', () => {
  it('hides a secret as it is, in JSON and in an address, the longer of two first', () => {
    const said = [
      SECRET,
      JSON.stringify({ a: SECRET }),
      `https://x:${encodeURIComponent(SECRET)}@h`,
      `${SECRET}longer`,
    ];
    const shown = scrub(said.join('\n'), [SECRET, `${SECRET}longer`]);
    expect(shown).toBe(['*****', '{"a":"*****"}', 'https://x:*****@h', '*****'].join('\n'));
  });

  it('takes no secret for one that is a name of the profile', () => {
    const credentials = {
      secrets: ['postgres', 'hidden'],
      publicKeys: { user: 'postgres' },
      database: 'db',
      schema: 's',
    };
    expect(secretsOfCredentials(credentials as never)).toEqual(['hidden']);
  });
});

describe('secrets of profile and environment stand in nothing that is said or written', () => {
  const project = scratchFolder(
    shopFiles({
      'profiles.yml': `shop:
  target: pg
  outputs:
    pg: {type: postgres, host: 127.0.0.1, port: 1, user: me, password: "{{ env_var('DBT_ENV_SECRET_WORD') }}", dbname: d, schema: s, retries: 0}
    plain: {type: postgres, host: 127.0.0.1, port: 1, user: me, password: ${JSON.stringify(SECRET)}, dbname: d, schema: s, retries: 0}
    duck: {type: duckdb, path: ':memory:', secrets: [{type: none_such, key_id: a, secret: ${JSON.stringify(SECRET)}, no_such_key: 1}]}
`,
      'macros/show.sql': PRINTS,
      'models/m.sql': 'select 1 as a',
      'models/asks.sql':
        "select {% if var('ask', false) %}'{{ env_var('DBT_ENV_SECRET_WORD') }}'{% else %}1{% endif %} as a",
    }),
  );
  afterAll(() => project.remove());
  const run = inProcessProgram();
  const env = { DBT_ENV_SECRET_WORD: SECRET };

  const COMMANDS: Readonly<Record<string, readonly string[]>> = {
    'debug, with the secret from the environment': ['debug'],
    'debug, with the secret in the profile': ['debug', '--target', 'plain'],
    'run without a server': ['run'],
    'run with a secret that DuckDB refuses': ['run', '--target', 'duck'],
    'a macro that prints the target': ['run-operation', 'show', '--target', 'plain'],
    'a variable that holds it': ['parse', '--vars', JSON.stringify({ given: SECRET })],
    'a model that reads it': ['parse', '--vars', '{ask: true}'],
    'JSON logs': ['run', '--log-format', 'json'],
  };

  it.each(Object.entries(COMMANDS))('%s', async (_what, args) => {
    const { stdout, stderr } = await run([...args, '--log-path', 'logs'], { directory: project.path, env });
    expect((stdout + stderr).length).toBeGreaterThan(0);
    expect(leaks(stdout + stderr)).toEqual([]);
    expect(leakingFiles(project.path)).toEqual([]);
  });
});

function leaks(text: string): readonly string[] {
  return text.split('\n').filter((line) => /hunter2/.test(line));
}

function leakingFiles(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return entries
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.endsWith('profiles.yml') && readFileSync(file, 'latin1').includes('hunter2'));
}
