import type { Column } from '../column.ts';
import type { ColumnType, Dialect, IndexDefinition } from '../dialect.ts';
import type { Relation, RelationType } from '../relation.ts';
import { literal, quoteIdentifier, renderRelation } from './naming.ts';
import { typeKeyword } from './relation-statements.ts';

const STRING = /^(text|character varying|varchar|character|char|bpchar|string|nvarchar)\b/i;
const INTEGER =
  /^(smallint|integer|bigint|smallserial|serial|bigserial|int|int2|int4|int8|tinyint|hugeint|u(tiny|small|big|huge)?int|uinteger)\b/i;
const FLOAT = /^(real|float|float4|float8|double|double precision)\b/i;
const NUMERIC = /^(numeric|decimal|number)\b/i;

const size = (type: string): number | null => {
  const match = /\(\s*(\d+)\s*\)/.exec(type);
  return match ? Number(match[1]) : null;
};

const SIZED = /^([^(]*?)\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)(.*)$/;

/** `numeric(10,2)` in its parts: the name without the parentheses, and what stands in them. */
function columnType(dataType: string): ColumnType {
  const bare = { name: dataType, charSize: null, precision: null, scale: null };
  const match = SIZED.exec(dataType);
  if (match === null) return bare;
  const [, start = '', first, second, end = ''] = match;
  const name = `${start}${end}`;
  if (STRING.test(name)) return { ...bare, name, charSize: Number(first) };
  if (NUMERIC.test(name)) return { ...bare, name, precision: Number(first), scale: Number(second ?? 0) };
  return { ...bare, name };
}

/** Standard SQL for columns, descriptions, rights and indexes, and what is true of standard types. */
export const columnStatements = {
  addColumns: (relation: Relation, columns: readonly Column[]) =>
    columns.map(
      (column) =>
        `alter table ${renderRelation(relation)} add column ${quoteIdentifier(column.name)} ${column.dataType}`,
    ),
  dropColumns: (relation: Relation, names: readonly string[]) =>
    names.map((name) => `alter table ${renderRelation(relation)} drop column ${quoteIdentifier(name)}`),
  alterColumnType: (relation: Relation, column: Column) => [
    `alter table ${renderRelation(relation)} alter column ${quoteIdentifier(column.name)} type ${column.dataType}`,
  ],
  widerStringType(current: string, incoming: string) {
    if (!STRING.test(current) || !STRING.test(incoming)) return null;
    const [have, want] = [size(current), size(incoming)];
    if (have === null) return null;
    return want === null || want > have ? incoming : null;
  },
  columnType,
  unsizedString: (typeName: string) => typeName,
  isString: (dataType: string) => STRING.test(dataType),
  isInteger: (dataType: string) => INTEGER.test(dataType),
  isFloat: (dataType: string) => FLOAT.test(dataType),
  isNumeric: (dataType: string) => NUMERIC.test(dataType),
  commentOnRelation: (relation: Relation, type: RelationType, text: string) =>
    `comment on ${typeKeyword(type)} ${renderRelation(relation)} is ${literal(text)}`,
  commentOnColumns: (relation: Relation, _type: RelationType, comments: ReadonlyMap<string, string>) =>
    [...comments].map(
      ([name, text]) =>
        `comment on column ${renderRelation(relation)}.${quoteIdentifier(name)} is ${literal(text)}`,
    ),
  grant: (relation: Relation, privilege: string, grantees: readonly string[]) =>
    `grant ${privilege} on ${renderRelation(relation)} to ${grantees.join(', ')}`,
  revoke: (relation: Relation, privilege: string, grantees: readonly string[]) =>
    `revoke ${privilege} on ${renderRelation(relation)} from ${grantees.map(heldBy).join(', ')}`,
  createIndex(relation: Relation, index: IndexDefinition) {
    const unique = index.unique === true ? 'unique ' : '';
    const guard = index.ifNotExists === true ? 'if not exists ' : '';
    const name = index.name === undefined ? '' : `${quoteIdentifier(index.name)} `;
    const head = `create ${unique}index ${guard}${name}on ${renderRelation(relation)}`;
    return `${head} (${index.columns.join(', ')})`;
  },
} satisfies Partial<Dialect>;

/** Whom the catalogue names, in their own case; `PUBLIC` is a word of SQL and no name. */
function heldBy(grantee: string): string {
  return grantee === 'PUBLIC' ? 'public' : quoteIdentifier(grantee);
}
