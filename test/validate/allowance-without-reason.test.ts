import { describe, expect, it } from 'vitest';
import { lintFiles } from './support.ts';

const model = (comment: string): string =>
  `${comment}\n{{ config(materialized='incremental') }} select 1 as id from t where {% if is_incremental() %}1{% endif %}`;
const found = (comment: string): Promise<readonly string[]> => lintFiles({ 'models/m.sql': model(comment) });

describe('allowance-without-reason', () => {
  it.each([
    '-- tx: allow TX2002 because an event log may hold an event twice',
    '/* tx: allow TX2002 because of the log */',
    '{# tx: allow TX2002 because of the log #}',
    '-- tx: allow TX2001, TX2002 because of the log',
  ])('a reason silences: %s', async (comment) => {
    expect(await found(comment)).toEqual([]);
  });

  it.each([
    '-- tx: allow TX2002',
    '-- tx: allow TX2002 because',
    '-- tx: allow because of the log',
    '-- tx: allow TX2002: log',
  ])('silences nothing without code and reason: %s', async (comment) => {
    expect(await found(comment)).toEqual(['TX2002 models/m.sql:1:1', 'TX2009 models/m.sql:1:4']);
  });

  it('silences no other code, and not from inside of a string', async () => {
    expect(await found('-- tx: allow TX2001 because of the log')).toEqual(['TX2002 models/m.sql:1:1']);
    expect(await found("select '-- tx: allow TX2002 because x';")).toEqual(['TX2002 models/m.sql:1:1']);
  });
});
