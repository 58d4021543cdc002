import type { Random } from './random.ts';

/** A model of the generated project. */
export interface Model {
  readonly name: string;
  readonly folder: string;
  readonly layer: 'staging' | 'intermediate' | 'marts';
  readonly sql: string;
  /** Tables that a query of it reads through views. */
  readonly weight: number;
}

/** Columns that every model has. */
export const COLUMNS = ['id', 'account_id', 'kind', 'amount', 'happened_on', 'changed_at'] as const;

const EXTRA = [
  'amount * 1.19 as gross_amount',
  'length(remark) as remark_length',
  'extract(year from happened_on) as happened_in',
  'abs(amount - 25) as distance',
];

/** SQL of a view over a source table: cast, renamed, banded. */
export function stagingSql(source: string, table: string, random: Random): string {
  const band =
    random.next() < 0.25
      ? "{{ band('amount', {'high': var('high_amount'), 'low': 0}) }} as amount_band"
      : "case when amount >= 40 then 'high' else 'low' end as amount_band";
  const columns = [
    ...['id', 'account_id', 'lower(trim(kind)) as kind', 'cast(amount as double precision) as amount'],
    ...['happened_on', 'changed_at', 'remark', band, ...random.sample(EXTRA, 2)],
  ];
  return `${config({ materialized: 'view', tags: ['staging', source] })}with source as (

    select * from {{ source('${source}', '${table}') }}

),

renamed as (

    select
        ${columns.join(',\n        ')}
    from source
    where id is not null${sometimesUpToDay(random)}

)

select * from renamed
`;
}

/** SQL that joins what its parents say of an id, or adds the rows of several. */
export function joinedSql(
  parents: readonly Model[],
  settings: Readonly<Record<string, unknown>>,
  random: Random,
): string {
  const [first] = parents;
  if (first === undefined) throw new Error('A model joins at least one parent');
  const isIncremental = settings['materialized'] === 'incremental';
  const others = parents.slice(1).map((parent, index) => side(parent, index + 1));
  const picked = [
    ...COLUMNS.map((column) => `base.${column}`),
    ...others.map((_, index) => `coalesce(side_${index + 1}.amount, 0) as amount_${index + 1}`),
    ...(random.next() < 0.12
      ? ["{{ row_key(['base.id', 'base.kind', 'base.happened_on']) }} as row_key"]
      : []),
    'row_number() over (partition by base.id order by base.changed_at desc) as place',
  ];
  const joins = others.map(
    (_, index) => `\n    left join side_${index + 1} on base.id = side_${index + 1}.id`,
  );
  const totals = random.next() < 0.13;
  return `${config(settings)}with base as (

    select ${COLUMNS.join(', ')}
    from {{ ref('${first.name}') }}
    where amount >= 0${sometimesUpToDay(random)}${isIncremental ? NEWER : ''}

),

${others.join('')}joined as (

    select
        ${picked.join(',\n        ')}
    from base${joins.join('')}

)${totals ? TOTALS : ''}

select joined.*${totals ? ', totals.n_rows' : ''}
from joined${totals ? '\nleft join totals on joined.account_id = totals.account_id' : ''}
where joined.place = 1
`;
}

const NEWER = `
    {% if is_incremental() %}
        and changed_at > (select coalesce(max(changed_at), cast('1900-01-01' as timestamp)) from {{ this }})
    {% endif %}`;

const TOTALS = `,

totals as (

    select
        account_id,
        count(*) as n_rows,
        {{ sum_by('kind', ['a', 'b', 'c', 'd']) }}
    from joined
    group by account_id

)`;

function side(parent: Model, number: number): string {
  return `side_${number} as (

    select id, count(*) as n_rows, sum(amount) as amount
    from {{ ref('${parent.name}') }}
    group by id

),

`;
}

function sometimesUpToDay(random: Random): string {
  return random.next() < 0.05 ? '\n        and happened_on <= cast(\'{{ var("last_day") }}\' as date)' : '';
}

function config(settings: Readonly<Record<string, unknown>>): string {
  const args = Object.entries(settings).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{{ config(${args.join(', ')}) }}\n\n`;
}
