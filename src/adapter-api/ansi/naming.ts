import type { Literal } from '../dialect.ts';
import type { QuotePolicy, RelationName } from '../relation.ts';

/** An identifier in double quotes. */
export function quoteIdentifier(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}

const ALL_QUOTED: QuotePolicy = { database: true, schema: true, identifier: true };

/** A relation's name with the parts it has, each quoted as its policy says. */
export function renderRelation(relation: RelationName & { readonly quoting?: QuotePolicy }): string {
  const quoting = relation.quoting ?? ALL_QUOTED;
  const part = (text: string | null, quoted: boolean): string[] =>
    text === null || text === '' ? [] : [quoted ? quoteIdentifier(text) : text];
  return [
    ...part(relation.database, quoting.database),
    ...part(relation.schema, quoting.schema),
    ...part(relation.identifier, quoting.identifier),
  ].join('.');
}

/** A value as SQL: text in single quotes, numbers and booleans as they are. */
export function literal(value: Literal): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `'${value.replace(/'/g, "''")}'`;
  return String(value);
}

/** Text as a block comment that nothing inside it can end. */
export function comment(text: string): string {
  return `/* ${text.replace(/\*\//g, '* /').replace(/\/\*/g, '/ *')} */`;
}
