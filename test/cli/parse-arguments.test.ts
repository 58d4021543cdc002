import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/parse-arguments.ts';

const parse = (...argv: readonly string[]) => {
  const parsed = parseArguments(argv);
  if (parsed.kind !== 'command') throw new Error(JSON.stringify(parsed));
  return { name: parsed.command.name, flags: parsed.flags, args: parsed.args };
};

describe('the command line', () => {
  it('takes vars as pairs and as YAML, later ones winning', () => {
    expect(parse('build', '--vars', 'date=2026-05-26').flags.vars).toEqual({ date: '2026-05-26' });
    expect(parse('build', '--vars', '{a: 1, b: x}', '--vars', 'b=2').flags.vars).toEqual({ a: 1, b: 2 });
    expect(parse('build', '--vars', 'date: 2026-05-26').flags.vars).toEqual({ date: '2026-05-26' });
  });

  it('takes several selectors in one option, repeated options and one argument with spaces', () => {
    expect(parse('build', '-s', 'a', 'b+', '--select', 'c d').flags.select).toEqual(['a', 'b+', 'c', 'd']);
  });

  it('takes global options before and behind the command', () => {
    const { name, flags } = parse(
      '-q',
      '--target',
      'dev',
      'run',
      '-m',
      'x',
      '--no-fail-fast',
      '--threads',
      '3',
    );
    expect(name).toBe('run');
    expect(flags).toMatchObject({ quiet: true, target: 'dev', models: ['x'], failFast: false, threads: 3 });
  });

  it('knows commands of two words and aliases', () => {
    expect(parse('source', 'freshness', '--select', 'source:a', '-o', 'x.json')).toMatchObject({
      name: 'source freshness',
      flags: { command: { output: 'x.json' }, which: 'freshness' },
    });
    expect(parse('ls', '--output', 'json', '--output-keys', 'name', 'unique_id').flags.command).toEqual({
      output: 'json',
      output_keys: ['name', 'unique_id'],
    });
  });

  it('gives arguments that are no options', () => {
    expect(parse('run-operation', 'mk', '--args', '{a: 1}')).toMatchObject({
      args: ['mk'],
      flags: { command: { args: '{a: 1}' } },
    });
  });

  it('suggests the nearest command and option', () => {
    expect(parseArguments(['bild'])).toMatchObject({
      kind: 'usage-error',
      message: expect.stringContaining('build'),
    });
    expect(parseArguments(['run', '--selct', 'x'])).toMatchObject({
      kind: 'usage-error',
      message: expect.stringContaining('--select'),
    });
    expect(parseArguments(['test', '--indirect-selection', 'bogus'])).toMatchObject({ kind: 'usage-error' });
  });

  it('prints help', () => {
    expect(parseArguments(['build', '--help'])).toMatchObject({
      kind: 'text',
      text: expect.stringContaining('--select'),
    });
    expect(parseArguments(['--help'])).toMatchObject({
      kind: 'text',
      text: expect.stringContaining('run-operation'),
    });
  });
});
