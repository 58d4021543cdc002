import { ansiDialect } from '../../src/adapter-api/ansi-dialect.ts';
import { renderRelation } from '../../src/adapter-api/ansi/naming.ts';
import type { CreateFunction, Dialect } from '../../src/adapter-api/dialect.ts';
import { duckdbFiles } from './files.ts';
import { duckdbFunctions } from './functions.ts';

/** DuckDB's names for types that people write otherwise. */
const ALIASES: Readonly<Record<string, string>> = {
  int: 'INTEGER',
  int4: 'INTEGER',
  integer: 'INTEGER',
  signed: 'INTEGER',
  int8: 'BIGINT',
  bigint: 'BIGINT',
  long: 'BIGINT',
  int2: 'SMALLINT',
  smallint: 'SMALLINT',
  short: 'SMALLINT',
  tinyint: 'TINYINT',
  int1: 'TINYINT',
  hugeint: 'HUGEINT',
  bool: 'BOOLEAN',
  boolean: 'BOOLEAN',
  logical: 'BOOLEAN',
  text: 'VARCHAR',
  string: 'VARCHAR',
  varchar: 'VARCHAR',
  char: 'VARCHAR',
  bpchar: 'VARCHAR',
  'character varying': 'VARCHAR',
  float: 'FLOAT',
  float4: 'FLOAT',
  real: 'FLOAT',
  double: 'DOUBLE',
  float8: 'DOUBLE',
  'double precision': 'DOUBLE',
  decimal: 'DECIMAL(18,3)',
  numeric: 'DECIMAL(18,3)',
  timestamp: 'TIMESTAMP',
  datetime: 'TIMESTAMP',
  'timestamp without time zone': 'TIMESTAMP',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  'timestamp with time zone': 'TIMESTAMP WITH TIME ZONE',
  date: 'DATE',
  time: 'TIME',
  blob: 'BLOB',
  bytea: 'BLOB',
  binary: 'BLOB',
  uuid: 'UUID',
  json: 'JSON',
};

function canonicalType(dataType: string): string {
  const text = dataType.trim().toLowerCase().replace(/\s+/g, ' ');
  const known = ALIASES[text];
  if (known !== undefined) return known;
  const sized = /^(decimal|numeric)\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)$/.exec(text);
  if (sized) return `DECIMAL(${sized[2]},${sized[3] ?? 0})`;
  // DuckDB takes and forgets the length of strings.
  if (/^(varchar|char|bpchar|text|string|character varying)\s*\(/.test(text)) return 'VARCHAR';
  return dataType.trim().toUpperCase();
}

/** A macro: DuckDB's arguments have no types, so that only the answer is cast. */
function createFunction({ relation, arguments: given, returns, body }: CreateFunction): string {
  const list = given.map(({ name, defaultValue }) =>
    defaultValue === null ? name : `${name} := ${defaultValue}`,
  );
  return [
    `create or replace macro ${renderRelation(relation)}(${list.join(', ')}) as`,
    `cast((\n${body}\n) as ${returns})`,
  ].join('\n');
}

/** DuckDB's SQL: standard, with the differences below. */
export const duckdbDialect: Dialect = {
  ...ansiDialect,
  subqueriesNeedAlias: false,
  name: 'duckdb',
  relationTypeName: 'DuckDBRelation',
  canonicalType,
  widerStringType: () => null,
  // dbt-duckdb keeps a column's type as one text, sizes included, and gives strings dbt's default length.
  columnType: (dataType) => ({ name: dataType, charSize: null, precision: null, scale: null }),
  unsizedString: () => 'character varying(256)',
  seedType: (kind) =>
    ({
      integer: 'INTEGER',
      number: 'DOUBLE',
      boolean: 'BOOLEAN',
      date: 'DATE',
      datetime: 'TIMESTAMP',
      time: 'VARCHAR',
      text: 'VARCHAR',
    })[kind],
  currentTimestamp: () => 'now()',
  truncate: (relation) => `delete from ${renderRelation(relation)}`,
  timestampLiteral: (iso) => `cast('${iso}' as timestamp)`,
  createFunction,
  functions: duckdbFunctions,
  files: duckdbFiles,
  createTableFunction: (relation, parameters, sql) =>
    `create or replace function ${renderRelation(relation)}(${parameters.join(', ')}) as table (\n${sql.trim()}\n)`,
};
