import type { GenericTest, GenericTestInput } from './generic-test.ts';

/** Every value of the column is one of a list. */
export const acceptedValues: GenericTest = {
  name: 'accepted_values',
  description: 'Every value of the column is one of a list.',
  parameters: [{ name: 'values' }, { name: 'quote', default: true }],
  column: true,
  compile({ model, columnName, arguments: given }) {
    return `

with all_values as (

    select
        ${columnName} as value_field,
        count(*) as n_records

    from ${model}
    group by ${columnName}

)

select *
from all_values
where value_field not in (
    ${listOf(given)}
)

`;
  },
  // The query gives a row for each value; that there are none shows without telling them apart.
  count: ({ columnName, arguments: given }) => ({
    sql: `count(case when ${columnName} not in (${listOf(given)}) then 1 end)`,
    isExact: false,
  }),
};

function listOf(given: GenericTestInput['arguments']): string {
  const values = Array.isArray(given['values']) ? given['values'] : [given['values']];
  const quoted = given['quote'] !== false && given['quote'] !== 'False';
  return values.map((value) => (quoted ? `'${pythonText(value)}'` : pythonText(value))).join(',');
}

/** A value as dbt writes it into the list. */
function pythonText(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  return value === null || value === undefined ? 'None' : String(value);
}
