import { describe, expect, it } from 'vitest';
import { findingsIn, INCREMENTAL, openFiles } from './support.ts';

const found = async (text: string): Promise<readonly string[]> =>
  (await findingsIn('TX2003', `${INCREMENTAL}\nselect id from raw.t ${text}`)).map(
    (finding) => finding.message,
  );

const D = '\'{{ var("date", "2026-01-01") }}\'';

describe('unbounded-incremental', () => {
  it('finds a model that reads everything', async () => {
    expect(await found('where id > 5')).toEqual([
      "Incremental model 'm' has no bound on its interval: every run reads all of its inputs",
    ]);
  });

  it.each([`where day >= ${D}`, `where ${D} <= day`, `where day > cast(${D} as date) and id < 5`])(
    'finds one without an end: %s',
    async (condition) => {
      expect(await found(condition)).toEqual([
        "Incremental model 'm' reads from var('date') on, without an end: a rerun of an old interval touches later ones",
      ]);
    },
  );

  it.each([
    `where day = ${D}`,
    `where day >= ${D} and day < cast(${D} as date) + 1`,
    `where day between ${D} and ${D}`,
    `where cast(${D} as date) + 1 > day and day >= ${D}`,
    '{% if is_incremental() %} where id > (select max(id) from {{ this }}) {% endif %}',
    '{% if is_incremental() %} where day = \'{{ var("date") }}\' {% endif %}',
    '{% set d = var("date", "2026-01-01") %} where day = \'{{ d }}\'',
  ])('lets %s be', async (condition) => {
    expect(await found(condition)).toEqual([]);
  });

  it('sees a variable that a macro reads', async () => {
    const { findings } = await openFiles({
      'macros/today.sql':
        "{% macro today(c) %}{{ c }} = '{{ day() }}'{% endmacro %}{% macro day() %}{{ var('date', '') }}{% endmacro %}",
      'models/m.sql': `${INCREMENTAL} select id from raw.t where {{ today('d') }}`,
      'models/n.sql': `${INCREMENTAL} select id from raw.t where {{ tomorrow('d') if false else 'x' }}`,
    });
    expect(findings.filter(({ code }) => code === 'TX2003').map(({ nodeId }) => nodeId)).toEqual([
      'model.shop.n',
    ]);
  });
});
