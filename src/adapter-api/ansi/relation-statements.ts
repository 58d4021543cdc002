import type {
  ColumnDefinition,
  Constraint,
  CreateFunction,
  CreateTableAs,
  Dialect,
  FunctionVolatility,
} from '../dialect.ts';
import type { Relation, RelationType } from '../relation.ts';
import { quoteIdentifier, renderRelation } from './naming.ts';

/** The SQL keyword of a relation type. */
export function typeKeyword(type: RelationType): string {
  if (type === 'materialized_view') return 'materialized view';
  return type === 'view' ? 'view' : 'table';
}

const VOLATILITIES: Readonly<Record<FunctionVolatility, string>> = {
  deterministic: 'immutable',
  stable: 'stable',
  'non-deterministic': 'volatile',
};

const columnName = (column: ColumnDefinition): string =>
  column.quote === true ? quoteIdentifier(column.name) : column.name;

function columnConstraint(constraint: Constraint): string {
  const expression = constraint.expression ?? '';
  switch (constraint.type) {
    case 'check':
      return `check (${expression})`;
    case 'not_null':
      return `not null${expression === '' ? '' : ` ${expression}`}`;
    case 'unique':
      return `unique${expression === '' ? '' : ` ${expression}`}`;
    case 'primary_key':
      return `primary key${expression === '' ? '' : ` ${expression}`}`;
    case 'foreign_key':
      return constraint.to
        ? `references ${constraint.to} (${(constraint.toColumns ?? []).join(', ')})`
        : `references ${expression}`;
    case 'custom':
      return expression;
  }
}

function tableConstraint(constraint: Constraint): string {
  const name = constraint.name ? `constraint ${constraint.name} ` : '';
  const columns = (constraint.columns ?? []).join(', ');
  const expression = constraint.expression ?? '';
  switch (constraint.type) {
    case 'check':
      return `${name}check (${expression})`;
    case 'unique':
      return `${name}unique${expression === '' ? '' : ` ${expression}`} (${columns})`;
    case 'primary_key':
      return `${name}primary key${expression === '' ? '' : ` ${expression}`} (${columns})`;
    case 'foreign_key':
      return constraint.to
        ? `${name}foreign key (${columns}) references ${constraint.to} (${(constraint.toColumns ?? []).join(', ')})`
        : `${name}foreign key (${columns}) references ${expression}`;
    case 'not_null':
    case 'custom':
      return `${name}${expression}`;
  }
}

/** One constraint as SQL, for a column or for the whole table. */
export function constraintText(constraint: Constraint, place: 'column' | 'table'): string {
  return place === 'column' ? columnConstraint(constraint) : tableConstraint(constraint);
}

/** The list of columns and constraints of a `create table`, in parentheses, a line each. */
function columnList(columns: readonly ColumnDefinition[], constraints: readonly Constraint[]): string {
  const lines = [
    ...columns.map((column) =>
      [columnName(column), column.dataType, ...(column.constraints ?? []).map(columnConstraint)].join(' '),
    ),
    ...constraints.map(tableConstraint),
  ];
  return `(\n  ${lines.join(',\n  ')}\n)`;
}

/** Standard SQL for making and removing relations. */
export const relationStatements = {
  createSchema: (database: string | null, schema: string) =>
    `create schema if not exists ${renderRelation({ database, schema, identifier: null })}`,
  dropSchema: (database: string | null, schema: string) =>
    `drop schema if exists ${renderRelation({ database, schema, identifier: null })} cascade`,
  createTableAs(request: CreateTableAs) {
    const { relation, sql } = request;
    const words = [
      'create',
      request.orReplace ? 'or replace' : '',
      request.temporary ? 'temporary' : '',
      'table',
    ];
    const head = `${words.filter((word) => word !== '').join(' ')} ${renderRelation(relation)}`;
    if (request.columns === undefined) return [`${head} as (\n${sql.trim()}\n)`];
    const names = request.columns.map(columnName).join(', ');
    return [
      `${head} ${columnList(request.columns, request.constraints ?? [])}`,
      `insert into ${renderRelation(relation)} (${names})\nselect ${names}\nfrom (\n${sql.trim()}\n) as model_subq`,
    ];
  },
  createView(
    relation: Relation,
    sql: string,
    options?: { readonly orReplace?: boolean; readonly columns?: readonly ColumnDefinition[] },
  ) {
    const replace = options?.orReplace ? 'or replace ' : '';
    return [`create ${replace}view ${renderRelation(relation)} as (\n${sql.trim()}\n)`];
  },
  createTable(
    relation: Relation,
    columns: readonly ColumnDefinition[],
    constraints?: readonly Constraint[],
    options?: { readonly temporary?: boolean },
  ) {
    const temporary = options?.temporary ? 'temporary ' : '';
    return `create ${temporary}table ${renderRelation(relation)} ${columnList(columns, constraints ?? [])}`;
  },
  dropRelation: (relation: Relation, type: RelationType) =>
    `drop ${typeKeyword(type)} if exists ${renderRelation(relation)} cascade`,
  renameRelation: (relation: Relation, type: RelationType, newIdentifier: string) =>
    `alter ${typeKeyword(type)} ${renderRelation(relation)} rename to ${quoteIdentifier(newIdentifier)}`,
  truncate: (relation: Relation) => `truncate table ${renderRelation(relation)}`,
  createFunction({ relation, arguments: given, returns, volatility, body }: CreateFunction) {
    const list = given.map(({ name, dataType, defaultValue }) =>
      [name, dataType, ...(defaultValue === null ? [] : [`default ${defaultValue}`])].join(' '),
    );
    return [
      `create or replace function ${renderRelation(relation)} (${list.join(', ')})`,
      `returns ${returns}`,
      'language sql',
      ...(volatility === null ? [] : [VOLATILITIES[volatility]]),
      `as $$\n${body}\n$$`,
    ].join('\n');
  },
  temporaryRelation: (target: Relation, suffix: string): Relation => ({
    ...target,
    database: null,
    schema: null,
    identifier: `${target.identifier ?? ''}${suffix}`,
    type: 'table',
  }),
} satisfies Partial<Dialect>;
