/** First day of the generated table, which has a row a moment for 90 days. */
const FIRST_DAY = '2025-01-01';
const DAYS = 90;
const LAST_DAY = '2025-03-31';
const AFTER_LAST_DAY = '2025-04-01';

/** A job on the large table: a model, and the statements that do the same by hand. */
export interface LargeItem {
  readonly name: string;
  readonly model: string;
  /** Whether the timed run finds the table there. */
  readonly onExisting: boolean;
  readonly args?: readonly string[];
  readonly raw: readonly string[];
}

const ORDERS = `{{ source('raw', 'orders') }}`;
const FROM = 'select * from raw.orders';
const ONE_DAY = `where ordered_on = date '${LAST_DAY}'`;

/** SQL that makes the table. */
export function rawTableSql(rows: number): readonly string[] {
  const seconds = (DAYS * 86_400) / Math.max(1, rows);
  return [
    'create schema if not exists raw',
    `create table if not exists raw.orders as
select
    i as order_id,
    i % 250000 as customer_id,
    case i % 5 when 0 then 'new' when 1 then 'paid' when 2 then 'sent' when 3 then 'back' else 'done' end as status,
    cast((i * 7919) % 100000 / 100.0 as decimal(12, 2)) as amount,
    timestamp '${FIRST_DAY}' + to_microseconds(cast(i * ${seconds * 1_000_000} as bigint)) as ordered_at,
    cast(timestamp '${FIRST_DAY}' + to_microseconds(cast(i * ${seconds * 1_000_000} as bigint)) as date) as ordered_on
from range(${rows}) as numbers(i)`,
  ];
}

const MERGE_SET = ['customer_id', 'status', 'amount', 'ordered_at', 'ordered_on']
  .map((column) => `${column} = new.${column}`)
  .join(', ');

function mergeInto(table: string, query: string): string {
  return `merge into main.${table} as old using (${query}) as new on old.order_id = new.order_id
when matched then update set ${MERGE_SET} when not matched then insert by name`;
}

/** The jobs. Each may be repeated: its table is as it was, or made anew. */
export const largeItems: readonly LargeItem[] = [
  {
    name: 'load',
    model: `{{ config(materialized='table') }} select * from ${ORDERS}`,
    onExisting: false,
    raw: [`create or replace table main.load as ${FROM}`],
  },
  {
    name: 'merge all',
    model: `{{ config(materialized='incremental', incremental_strategy='merge', unique_key='order_id') }} select * from ${ORDERS}`,
    onExisting: true,
    raw: [mergeInto('merge_all', FROM)],
  },
  {
    name: 'merge one day',
    model: `{{ config(materialized='incremental', incremental_strategy='merge', unique_key='order_id') }}
select * from ${ORDERS} {% if is_incremental() %} ${ONE_DAY} {% endif %}`,
    onExisting: true,
    raw: [mergeInto('merge_one_day', `${FROM} ${ONE_DAY}`)],
  },
  {
    name: 'replace one day',
    model: `{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='ordered_on') }}
select * from ${ORDERS} {% if is_incremental() %} ${ONE_DAY} {% endif %}`,
    onExisting: true,
    raw: [
      'begin',
      `delete from main.replace_one_day ${ONE_DAY}`,
      `insert into main.replace_one_day ${FROM} ${ONE_DAY}`,
      'commit',
    ],
  },
  {
    name: 'daily totals',
    model: `{{ config(materialized='table') }}
select ordered_on, status, count(*) as orders, count(distinct customer_id) as customers, sum(amount) as amount
from ${ORDERS} group by all`,
    onExisting: false,
    raw: [
      `create or replace table main.daily_totals as select ordered_on, status, count(*) as orders,
count(distinct customer_id) as customers, sum(amount) as amount from raw.orders group by all`,
    ],
  },
  {
    name: 'microbatch',
    model: `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='ordered_at', begin='${FIRST_DAY}', batch_size='day', lookback=0) }}
select * from ${ORDERS}`,
    onExisting: true,
    args: ['--event-time-start', FIRST_DAY, '--event-time-end', AFTER_LAST_DAY],
    raw: Array.from({ length: DAYS }, (_, day) => replaceDay(day)).flat(),
  },
];

function replaceDay(day: number): readonly string[] {
  const within = `where ordered_at >= timestamp '${FIRST_DAY}' + interval ${day} day and ordered_at < timestamp '${FIRST_DAY}' + interval ${day + 1} day`;
  return [
    'begin',
    `delete from main.microbatch ${within}`,
    `insert into main.microbatch ${FROM} ${within}`,
    'commit',
  ];
}

/** Name of the model of an item. */
export function modelName(item: LargeItem): string {
  return item.name.replaceAll(' ', '_');
}

/** The project: name of the file → text. */
export function largeProjectFiles(): Readonly<Record<string, string>> {
  return {
    'dbt_project.yml': 'name: large\nversion: "1.0.0"\nconfig-version: 2\nprofile: large\n',
    'profiles.yml':
      'large:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: warehouse.duckdb, threads: 4}\n',
    'models/sources.yml':
      'sources:\n  - name: raw\n    tables:\n      - name: orders\n        config: {event_time: ordered_at}\n',
    ...Object.fromEntries(largeItems.map((item) => [`models/${modelName(item)}.sql`, `${item.model}\n`])),
  };
}
