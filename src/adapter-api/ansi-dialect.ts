import { ansiFunctions } from './ansi/functions.ts';
import { columnStatements } from './ansi/column-statements.ts';
import { comment, literal, quoteIdentifier, renderRelation } from './ansi/naming.ts';
import { relationStatements } from './ansi/relation-statements.ts';
import { rowStatements } from './ansi/row-statements.ts';
import type { Dialect } from './dialect.ts';

/** Standard SQL: what adapters spread and override. */
export const ansiDialect: Dialect = {
  name: 'ansi',
  relationTypeName: 'BaseRelation',
  subqueriesNeedAlias: true,
  quoteIdentifier,
  renderRelation,
  literal,
  comment,
  ...relationStatements,
  ...rowStatements,
  ...columnStatements,
  canonicalType: (dataType) => dataType.toLowerCase().replace(/\s+/g, ' ').trim(),
  seedType: (kind) =>
    ({
      integer: 'integer',
      number: 'double precision',
      boolean: 'boolean',
      date: 'date',
      datetime: 'timestamp without time zone',
      time: 'time',
      text: 'text',
    })[kind],
  currentTimestamp: () => 'current_timestamp',
  limit: (sql, count) =>
    count === null ? sql : `select *\nfrom (\n${sql.trim()}\n) as limited_subq\nlimit ${count}`,
  timestampLiteral: (iso) => `cast(${literal(iso)} as timestamp with time zone)`,
  hashColumns: (expressions) =>
    `md5(${expressions.map((expression) => `coalesce(cast(${expression} as varchar), '')`).join(` || '|' || `)})`,
  cast: (expression, dataType) => `cast(${expression} as ${dataType})`,
  functions: ansiFunctions,
};
