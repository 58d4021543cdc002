/** A common table expression to be put in front of a query: name and the query in it. */
export interface InjectedCte {
  /** unique_id of the ephemeral model. */
  readonly id: string;
  readonly name: string;
  readonly sql: string;
}

/** Leading white space and comments of a statement. */
const PRELUDE = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;
const WITH = /^with\b(\s+recursive\b)?/i;

/**
 * The query with the CTEs in front of its own: behind an existing `with` or `with recursive`, past leading comments,
 * otherwise as a new `with` clause. The text is dbt's, to the letter.
 */
export function injectCtes(sql: string, ctes: readonly InjectedCte[]): string {
  if (ctes.length === 0) return sql;
  const list = ctes.map((cte) => ` ${cte.name} as (\n${cte.sql}\n)`).join(', ');
  const prelude = PRELUDE.exec(sql)?.[0] ?? '';
  const body = sql.slice(prelude.length);
  const clause = WITH.exec(body);
  if (clause === null) return `${prelude}with${list} ${body}`;
  return `${prelude}${clause[0]} ${list}, ${body.slice(clause[0].length).trimStart()}`;
}
