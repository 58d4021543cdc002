/** A common table expression to be put in front of a query: name and the query in it. */
export interface InjectedCte {
  /** unique_id of the ephemeral model. */
  readonly id: string;
  readonly name: string;
  readonly sql: string;
}

/** Leading white space and comments of a statement. */
const PRELUDE = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;
const WITH = /^with\b(?:\s+recursive\b)?\s*/i;

/**
 * The query with the CTEs in front of its own: behind an existing `with` or `with recursive`, otherwise as a new `with`
 * clause in front of its first word or comment. The text is dbt's, to the letter.
 */
export function injectCtes(sql: string, ctes: readonly InjectedCte[]): string {
  if (ctes.length === 0) return sql;
  const list = ctes.map((cte) => ` ${cte.name} as (\n${cte.sql}\n)`).join(', ');
  const prelude = PRELUDE.exec(sql)?.[0] ?? '';
  const clause = WITH.exec(sql.slice(prelude.length))?.[0];
  if (clause === undefined) {
    const body = sql.trimStart();
    return `${sql.slice(0, sql.length - body.length)}with${list} ${body}`;
  }
  const start = prelude.length + clause.length;
  return `${sql.slice(0, start)}${list}, ${sql.slice(start)}`;
}
