import type { GenericTest } from './generic-test.ts';

/** No value of the column stands twice; NULLs do not count. */
export const unique: GenericTest = {
  name: 'unique',
  description: 'No value of the column stands twice; NULLs do not count.',
  parameters: [],
  column: true,
  compile: ({ model, columnName }) => `

select
    ${columnName} as unique_field,
    count(*) as n_records

from ${model}
where ${columnName} is not null
group by ${columnName}
having count(*) > 1

`,
  key: ({ columnName }) => String(columnName),
};
