import type { GenericTest } from './generic-test.ts';

/** Every value of the column is one of a list. */
export const acceptedValues: GenericTest = {
  name: 'accepted_values',
  description: 'Every value of the column is one of a list.',
  parameters: [{ name: 'values' }, { name: 'quote', default: true }],
  column: true,
  compile({ model, columnName, arguments: given }) {
    const values = Array.isArray(given['values']) ? given['values'] : [given['values']];
    const quoted = given['quote'] !== false && given['quote'] !== 'False';
    const list = values.map((value) => (quoted ? `'${pythonText(value)}'` : pythonText(value))).join(',');
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
    ${list}
)

`;
  },
};

/** A value as dbt writes it into the list. */
function pythonText(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  return value === null || value === undefined ? 'None' : String(value);
}
