import { describe, expect, it } from 'vitest';
import { ansiDialect } from '../../src/adapter-api/ansi-dialect.ts';
import { newRowsRelation, stageRelation, stageSuffix } from '../../src/materializations/stage-relation.ts';
import { devRelation, planInput } from './support/plan-input.ts';

describe('stage names', () => {
  it('end in the run id', () => {
    const input = planInput({ runId: 'abc' });
    expect(stageRelation(input)).toMatchObject({ schema: 'dev', identifier: 'm__tx_abc' });
    expect(newRowsRelation(input, ansiDialect)).toMatchObject({ schema: null, identifier: 'm__tx_abc' });
  });

  it('stay within 63 bytes and tell long names apart', () => {
    const long = (tail: string): string =>
      stageRelation(planInput({ target: devRelation(`${'é'.repeat(40)}${tail}`) })).identifier ?? '';
    expect(Buffer.byteLength(long('a'))).toBeLessThanOrEqual(63);
    expect(long('a')).not.toBe(long('b'));
    expect(long('a').endsWith(stageSuffix('r1'))).toBe(true);
  });
});
