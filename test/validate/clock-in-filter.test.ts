import { describe, expect, it } from 'vitest';
import { findingsIn, INCREMENTAL, placeText } from './support.ts';

const found = async (condition: string, select = 'id'): Promise<readonly string[]> =>
  (
    await findingsIn(
      'TX2001',
      `${INCREMENTAL}\nselect ${select} from raw.t\nwhere ${condition} and is_incremental()`,
    )
  ).map(placeText);

describe('clock-in-filter', () => {
  it.each([
    'at > now()',
    'at >= current_date - 1',
    'at >= Current_Timestamp',
    'at >= getdate()',
    "at >= '{{ run_started_at }}'",
    "at >= '{{ modules.datetime.datetime.now() }}'",
    "at >= '{{ modules.datetime.date.today().isoformat() }}'",
    'at >= {{ dbt.current_timestamp() }}',
    'at >= (select max(x) from y where x < now())',
  ])('finds %s', async (condition) => {
    expect(await found(condition)).toHaveLength(1);
  });

  it.each([
    'at > \'{{ var("date", "2026-01-01") }}\'',
    "at > 'now()'",
    'at > 1 -- now()',
    't.current_date > 1',
    'at > (select max(at) from {{ this }})',
    'name = \'{{ "run_started_at" }}\'',
    'now > 1',
  ])('lets %s be', async (condition) => {
    expect(await found(condition)).toEqual([]);
  });

  it('lets a clock in the select list be', async () => {
    expect(await found('id > 1', 'id, now() as loaded_at')).toEqual([]);
  });

  it('says where: the line and the column', async () => {
    expect(await found('at > now()')).toEqual(['TX2001 models/m.sql:3:12']);
  });

  it('follows template variables', async () => {
    const text = `${INCREMENTAL}
      {% set since = (run_started_at - modules.datetime.timedelta(1)) %}{% set day = var('date', '2026-01-01') %}
      select id from raw.t where at > '{{ since.isoformat() }}' and at < '{{ day }}'`;
    expect((await findingsIn('TX2001', text)).map((finding) => finding.message)).toEqual([
      "The filter of incremental model 'm' asks the clock: {{ since.isoformat() }}",
    ]);
  });

  it('looks at incremental models alone', async () => {
    expect(await findingsIn('TX2001', 'select id from raw.t where at > now()')).toEqual([]);
  });
});
