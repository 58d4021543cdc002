import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runTx, scratchFolder, shopFiles, type Invocation, type ScratchFolder } from '../support/run-tx.ts';

/** Input that is large, slow, endless or shared: each ends, soon and with one clear word. */
describe('large and awkward input', { timeout: 180_000 }, () => {
  let folder: ScratchFolder | null = null;
  afterEach(() => folder?.remove());

  const project = (files: Readonly<Record<string, string>>): ScratchFolder =>
    (folder = scratchFolder(shopFiles(files)));
  const tx = (...args: readonly string[]): Promise<Invocation> => runTx(args, { cwd: folder?.path ?? '' });

  it('a macro that loops for ever is stopped and named, while parsing and while compiling', async () => {
    const loops =
      '{% for a in range(99999) %}{% for b in range(99999) %}{% set c = a %}{% endfor %}{% endfor %}';
    project({
      'models/orders.sql': 'select {{ for_ever() }} 1 as id',
      'macros/for_ever.sql': `{% macro for_ever() %}\n  ${loops}\n{% endmacro %}`,
    });
    const parsing = await tx('parse', '--template-timeout', '1s');
    expect([parsing.code, parsing.stderr]).toEqual([
      2,
      expect.stringContaining("A loop of the macro 'for_ever' has run for 1 seconds without an end"),
    ]);
    expect(parsing.stderr).toContain('macros/for_ever.sql:2');
    expect(parsing.stderr).toContain('called from models/orders.sql:1:');
    folder?.write({ 'models/orders.sql': 'select {% if execute %}{{ for_ever() }}{% endif %} 1 as id' });
    const compiling = await tx('compile', '--template-timeout', '1s');
    expect([compiling.code, compiling.stderr]).toEqual([2, expect.stringContaining("the macro 'for_ever'")]);
    const wrong = await tx('parse', '--template-timeout', 'soon');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('TX1121')]);
  });

  it('a macro that calls itself more and more is stopped as a loop is', async () => {
    project({
      'models/orders.sql': 'select {{ branches(60) }} 1 as id',
      'macros/branches.sql':
        '{% macro branches(n) %}{% if n > 0 %}{{ branches(n - 1) }}{{ branches(n - 1) }}{% endif %}{% endmacro %}',
    });
    const { code, stderr } = await tx('parse', '--template-timeout', '1s');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("Calls of the macro 'branches' have run for 1 seconds without an end"),
    ]);
  });

  it('a macro that fills the memory is stopped and named before there is none left', async () => {
    const twice = (body: string): string =>
      `{% for a in range(99999) %}{% for b in range(99999) %}${body}{% endfor %}{% endfor %}`;
    const { path: cwd } = project({
      'models/orders.sql': 'select {{ fill() }} 1 as id',
      'macros/fill.sql': `{% macro fill() %}{% set l = [] %}${twice("{% do l.append({'a': a}) %}")}{% endmacro %}`,
    });
    const env = { NODE_OPTIONS: '--max-old-space-size=256' };
    const { code, stderr } = await runTx(['parse'], { cwd, env });
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/A loop of the macro 'fill' has filled \d+ MB of memory/),
    ]);
    folder?.write({
      'macros/fill.sql':
        '{% macro fill() %}{% set l = [1] %}{% for a in range(99) %}{% do l.extend(l) %}{% endfor %}{% endmacro %}',
    });
    const doubled = await tx('parse');
    expect([doubled.code, doubled.stderr]).toEqual([
      2,
      expect.stringContaining('a list cannot have more than 50,000,000 items'),
    ]);
  });

  it('a macro that calls itself for ever is told with a short chain of calls', async () => {
    project({
      'models/orders.sql': 'select {{ again() }} 1 as id',
      'macros/again.sql': '{% macro again() %}{{ again() }}{% endmacro %}',
    });
    const { code, stderr } = await tx('parse');
    expect([code, stderr]).toEqual([2, expect.stringContaining('maximum recursion depth exceeded')]);
    expect(stderr.split('called from').length).toBeLessThan(12);
  });

  it('a cache that cannot be written costs time and nothing else', async () => {
    const { path: cwd } = project({
      'models/orders.sql': 'select 1 as id',
      'target/tx-cache': 'a file, no folder',
    });
    for (const round of [1, 2]) {
      const { code, stdout, stderr } = await tx('--debug', 'ls');
      expect([round, code, stdout]).toEqual([round, 0, expect.stringContaining('shop.orders')]);
      expect(stderr).toContain('The parse cache cannot be');
    }
    expect(readFileSync(path.join(cwd, 'target/tx-cache'), 'utf8')).toBe('a file, no folder');
  });

  it('a target folder that cannot be written is one error', async () => {
    const { path: cwd } = project({ 'models/orders.sql': 'select 1 as id', target: 'a file, no folder' });
    const { code, stderr } = await tx('parse');
    expect([code, stderr]).toEqual([2, expect.stringContaining('TX6001')]);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(existsSync(path.join(cwd, 'shop.duckdb'))).toBe(false);
  });

  it('5 MB of YAML and a model of 20,000 lines are read', async () => {
    const columns = Array.from(
      { length: 40_000 },
      (_, index) =>
        `      - name: column_${index}\n        description: The column with the number ${index}, kept to be counted.\n`,
    ).join('');
    const lines = Array.from(
      { length: 20_000 },
      (_, index) => `    ${index} as column_${index % 900}_${index},`,
    );
    project({
      'models/orders.sql': 'select 1 as id',
      'models/orders.yml': `models:\n  - name: orders\n    description: '${'x'.repeat(2_000_000)}'\n    columns:\n${columns}`,
      'models/wide.sql': `select\n${lines.join('\n')}\n    {{ 1 + 1 }} as last\nfrom {{ ref('orders') }}\n`,
    });
    expect((await tx('compile')).code).toBe(0);
    expect((await tx('ls')).stdout).toContain('shop.wide');
    const compiled = readFileSync(
      path.join(folder?.path ?? '', 'target/compiled/shop/models/wide.sql'),
      'utf8',
    );
    expect(compiled).toContain('    2 as last\n');
    expect(compiled.split('\n').length).toBeGreaterThan(20_000);
  });

  it('10,000 files in one folder are listed, and listed again', async () => {
    const { path: cwd } = project({ 'models/m_0.sql': 'select 1 as id' });
    for (let index = 1; index < 10_000; index += 1) {
      writeFileSync(
        path.join(cwd, `models/m_${index}.sql`),
        `select * from {{ ref('m_${(index - 1) >> 1}') }}`,
      );
    }
    for (const round of [1, 2]) {
      const { code, stdout } = await tx('--quiet', 'ls');
      expect([round, code, stdout.trim().split('\n').length]).toEqual([round, 0, 10_000]);
    }
  });

  it('two processes that parse at once both end well, and leave a cache that serves', async () => {
    const models = Array.from({ length: 200 }, (_, index) => [
      `models/m_${index}.sql`,
      index === 0 ? 'select 1 as id' : `select * from {{ ref('m_${index - 1}') }}`,
    ]);
    const { path: cwd } = project(Object.fromEntries(models) as Record<string, string>);
    for (let round = 0; round < 3; round += 1) {
      folder?.write({ 'models/m_0.sql': `select ${round} as id` });
      const ended = await Promise.all([
        tx('parse'),
        tx('--quiet', 'ls'),
        tx('parse', '--vars', `n: ${round}`),
      ]);
      expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
      expect(ended[1].stdout.trim().split('\n')).toHaveLength(200);
    }
    const after = await tx('--debug', 'ls');
    expect(after.code).toBe(0);
    expect(after.stderr).not.toContain('The parse cache cannot be');
    expect(readdirSync(path.join(cwd, 'target/tx-cache')).filter((name) => name.endsWith('.tmp'))).toEqual(
      [],
    );
    JSON.parse(readFileSync(path.join(cwd, 'target/manifest.json'), 'utf8'));
  });

  // Root may read everything.
  it.skipIf(process.getuid?.() === 0)('a file that cannot be read is told', async () => {
    const { path: cwd } = project({ 'models/orders.sql': 'select 1 as id' });
    chmodSync(path.join(cwd, 'models/orders.sql'), 0o000);
    const { code, stderr } = await tx('parse');
    expect([code, stderr]).toEqual([2, expect.stringContaining('TX1220')]);
  });
});
