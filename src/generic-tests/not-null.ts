import type { GenericTest } from './generic-test.ts';

/** The column has a value in every row. */
export const notNull: GenericTest = {
  name: 'not_null',
  description: 'The column has a value in every row.',
  parameters: [],
  column: true,
  compile: ({ model, columnName, keepsRows }) => `



select ${keepsRows ? '*' : columnName}
from ${model}
where ${columnName} is null

`,
  // Not the rows less those that `count(column)` counts: a row of NULLs is null and counted, in SQL's composite types.
  count: ({ columnName }) => ({ sql: `count(case when ${columnName} is null then 1 end)`, isExact: true }),
};
