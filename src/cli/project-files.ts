import type { Starter } from '../adapter-api/adapter.ts';
import { TX_YML } from './tx-yml-text.ts';

/** The files of a new project by path: a seed, two models, tests, and with a starter the profile beside them. */
export function projectFiles(name: string, starter: Starter | null): ReadonlyMap<string, string> {
  const files = new Map([
    [
      'dbt_project.yml',
      `name: ${name}
version: '1.0.0'
config-version: 2
profile: ${name}

models:
  ${name}:
    marts:
      +materialized: table
`,
    ],
    [
      'seeds/raw_orders.csv',
      'order_id,customer,amount,ordered_at\n1,ada,12.5,2026-01-01\n2,grace,7.0,2026-01-02\n3,ada,3.25,2026-01-02\n',
    ],
    [
      'models/staging/stg_orders.sql',
      "select\n    order_id,\n    customer,\n    amount,\n    cast(ordered_at as date) as ordered_at\nfrom {{ ref('raw_orders') }}\n",
    ],
    [
      'models/marts/customer_revenue.sql',
      "select\n    customer,\n    count(*) as orders,\n    sum(amount) as revenue\nfrom {{ ref('stg_orders') }}\ngroup by customer\n",
    ],
    [
      'models/schema.yml',
      `models:
  - name: stg_orders
    description: One row an order.
    columns:
      - name: order_id
        data_tests: [unique, not_null]
  - name: customer_revenue
    description: Orders and revenue of each customer.
    columns:
      - name: customer
        data_tests: [unique, not_null]
`,
    ],
    ['tx.yml', TX_YML],
    ['.gitignore', ['target/', 'logs/', 'dbt_packages/', ...(starter?.ignored ?? []), ''].join('\n')],
  ]);
  if (starter) {
    const output = Object.entries(starter.output).map(([key, value]) => `      ${key}: ${value}\n`);
    files.set('profiles.yml', `${name}:\n  target: dev\n  outputs:\n    dev:\n${output.join('')}`);
  }
  return files;
}
