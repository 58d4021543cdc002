import type { GenericTest } from './generic-test.ts';

/** Every value of the column stands in a column of another relation; NULLs do not count. */
export const relationships: GenericTest = {
  name: 'relationships',
  description: 'Every value of the column stands in a column of another relation; NULLs do not count.',
  parameters: [{ name: 'to' }, { name: 'field' }],
  column: true,
  compile({ model, columnName, arguments: given }) {
    const to = String(given['to']);
    const field = String(given['field']);
    return `

with child as (
    select ${columnName} as from_field
    from ${model}
    where ${columnName} is not null
),

parent as (
    select ${field} as to_field
    from ${to}
)

select
    from_field

from child
left join parent
    on child.from_field = parent.to_field

where parent.to_field is null

`;
  },
};
