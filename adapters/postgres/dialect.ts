import { ansiDialect } from '../../src/adapter-api/ansi-dialect.ts';
import { literal, quoteIdentifier, renderRelation } from '../../src/adapter-api/ansi/naming.ts';
import type { Column } from '../../src/adapter-api/column.ts';
import type { CreateTableAs, Dialect, IndexDefinition } from '../../src/adapter-api/dialect.ts';
import type { Relation } from '../../src/adapter-api/relation.ts';
import { postgresFunctions } from './functions.ts';
import { replaceKeepingDependents } from './replace-keeping-dependents.ts';

/** Postgres's names for types that people write otherwise. */
const ALIASES: Readonly<Record<string, string>> = {
  int: 'integer',
  int4: 'integer',
  serial: 'integer',
  int8: 'bigint',
  bigserial: 'bigint',
  int2: 'smallint',
  smallserial: 'smallint',
  bool: 'boolean',
  float: 'double precision',
  float8: 'double precision',
  float4: 'real',
  decimal: 'numeric',
  varchar: 'character varying',
  char: 'character',
  bpchar: 'character',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  time: 'time without time zone',
  timetz: 'time with time zone',
};

/** Size that dbt takes for text of no size when a narrower column must grow. */
const UNSIZED_TEXT = 256;

function canonicalType(dataType: string): string {
  const text = dataType.trim().toLowerCase().replace(/\s+/g, ' ');
  const [, name = text, size = '', rest = ''] = /^([a-z][\w ]*?)\s*(\([^)]*\))?( .*|\[\])?$/.exec(text) ?? [];
  const known = ALIASES[name];
  if (known === undefined) return text.replace(/\s*([(),])\s*/g, '$1');
  return `${known}${size.replace(/\s+/g, '')}${rest}`;
}

/** PostgreSQL's SQL: standard, with the differences below. */
export const postgresDialect: Dialect = {
  ...ansiDialect,
  name: 'postgres',
  canonicalType,
  // A database cannot make schemas in another one, and does not take its own name before a schema.
  createSchema: (_database, schema) => ansiDialect.createSchema(null, schema),
  dropSchema: (_database, schema) => ansiDialect.dropSchema(null, schema),
  createTableAs(request: CreateTableAs) {
    const [create = '', ...others] = ansiDialect.createTableAs(request);
    const unlogged = request.config['unlogged'] === true && request.temporary !== true;
    return [unlogged ? create.replace(/^create table/, 'create unlogged table') : create, ...others];
  },
  replaceKeepingDependents,
  alterColumnType: retypeColumn,
  widerStringType(current, incoming) {
    const wider = ansiDialect.widerStringType(current, incoming);
    if (wider === null || /\(\d+\)/.test(wider)) return wider;
    return ansiDialect.widerStringType(current, `character varying(${UNSIZED_TEXT})`);
  },
  createIndex(relation: Relation, index: IndexDefinition) {
    const plain = ansiDialect.createIndex(relation, index);
    if (index.type === undefined) return plain;
    const columns = ` (${index.columns.join(', ')})`;
    return `${plain.slice(0, -columns.length)} using ${index.type}${columns}`;
  },
  currentTimestamp: () => 'now()',
  // Of an unknown type: it becomes what it is compared with, and a column without a zone is taken as UTC.
  timestampLiteral: (iso) => literal(iso),
  functions: postgresFunctions,
};

/** As dbt changes a type: a new column takes the place of the old one, and views that read the old one go. */
function retypeColumn(relation: Relation, { name, dataType }: Column): readonly string[] {
  const table = renderRelation(relation);
  const [column, changed] = [quoteIdentifier(name), quoteIdentifier(`${name}__tx_retyped`)];
  return [
    `alter table ${table} add column ${changed} ${dataType}`,
    `update ${table} set ${changed} = ${column}`,
    `alter table ${table} drop column ${column} cascade`,
    `alter table ${table} rename column ${changed} to ${column}`,
  ];
}
