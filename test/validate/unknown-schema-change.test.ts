import { describe, expect, it } from 'vitest';
import { INCREMENTAL, openFiles, placeText } from './support.ts';

const model = (value: string): string =>
  INCREMENTAL.replace(') }}', `, on_schema_change='${value}') }}\nselect 1 as id`);

describe('unknown-schema-change', () => {
  it('finds a misspelt value, at parse and in lint', async () => {
    const files = { 'models/m.sql': model('append_new_column') };
    const { warnings } = await openFiles(files, { which: 'parse' });
    expect(warnings.map(placeText)).toEqual(['TX2007 models/m.sql:1:56']);
    expect(warnings[0]?.hint).toBe("Did you mean 'append_new_columns'?");
    const { findings, warnings: none } = await openFiles(files);
    expect(findings.map(({ code }) => code)).toContain('TX2007');
    expect(none).toEqual([]);
  });

  it('says where a property file sets it', async () => {
    const { warnings } = await openFiles(
      {
        'models/m.sql': `${INCREMENTAL} select 1 as id`,
        'models/m.yml': 'models: [{name: m, config: {on_schema_change: never}}]\n',
      },
      { which: 'parse' },
    );
    expect(warnings.map(placeText)).toEqual(['TX2007 models/m.yml']);
  });

  it.each(['ignore', 'fail', 'append_new_columns', 'sync_all_columns'])('lets %s be', async (value) => {
    expect((await openFiles({ 'models/m.sql': model(value) }, { which: 'parse' })).warnings).toEqual([]);
  });
});
