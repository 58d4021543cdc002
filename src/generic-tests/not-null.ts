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
  count: ({ columnName }) => ({ sql: `count(*) - count(${columnName})`, isExact: true }),
};
