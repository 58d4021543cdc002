import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ansiDialect } from '../../src/adapter-api/ansi-dialect.ts';
import type { JsonObject } from '../../src/config/json.ts';
import { devRelation } from './support/plan-input.ts';
import { openScenario, type Scenario } from './support/scenario.ts';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await openScenario();
});
afterEach(() => scenario.close());

const integer = { data_type: 'integer' };
const build = (sql: string, config: JsonObject = {}, returns: JsonObject | null = integer) =>
  scenario.build({
    materialized: 'function',
    name: 'scaled',
    sql,
    config,
    signature: {
      arguments: [
        { name: 'x', ...integer },
        { name: 'factor', ...integer, default_value: 2 },
      ],
      returns,
    },
  });

describe('function', () => {
  it('is made with its defaults, and replaced by the next build', async () => {
    await build('select x * factor;');
    const answers = async () =>
      (await scenario.connection.execute('select dev.scaled(5), dev.scaled(5, factor := 3)')).rows;
    expect(await answers()).toEqual([[10, 15]]);
    await build('select x + factor');
    expect(await answers()).toEqual([[7, 8]]);
  });

  it.each([
    ['a type of what it returns', {}, null, 'needs the data_type of its return value'],
    ['a volatility that there is', { volatility: 'often' }, integer, "volatility 'often'"],
    ['to be scalar', { type: 'aggregate' }, integer, 'only scalar SQL functions'],
  ])('needs %s', async (_, config, returns, message) => {
    await expect(build('select 1', config, returns)).rejects.toThrow(message);
  });

  it('is standard SQL elsewhere', () => {
    const sql = ansiDialect.createFunction({
      relation: devRelation('scaled', 'function'),
      arguments: [
        { name: 'x', dataType: 'integer', defaultValue: null },
        { name: 'factor', dataType: 'integer', defaultValue: '2' },
      ],
      returns: 'integer',
      volatility: 'deterministic',
      body: 'select x * factor',
    });
    expect(sql).toBe(
      [
        'create or replace function "dev"."scaled" (x integer, factor integer default 2)',
        'returns integer\nlanguage sql\nimmutable',
        'as $$\nselect x * factor\n$$',
      ].join('\n'),
    );
  });
});
