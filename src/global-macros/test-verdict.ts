/** What decides a data test: its query, how failures are counted, and when they count. */
export interface TestVerdictRequest {
  readonly sql: string;
  readonly failCalc: string;
  readonly warnIf: string;
  readonly errorIf: string;
  readonly limit: number | null;
}

/** The query that judges a data test: one row with `failures`, `should_warn`, `should_error` (dbt's get_test_sql). */
export function testVerdict(request: TestVerdictRequest): string {
  const limit = request.limit === null ? '' : `\n    limit ${request.limit}`;
  return [
    'select',
    `  ${request.failCalc} as failures,`,
    `  ${request.failCalc} ${request.warnIf} as should_warn,`,
    `  ${request.failCalc} ${request.errorIf} as should_error`,
    'from (',
    `    ${request.sql.trim()}${limit}`,
    ') dbt_internal_test',
  ].join('\n');
}
