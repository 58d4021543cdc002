import type { JsonObject } from '../config/json.ts';

/** The settings of a data test that decide its verdict, with dbt's defaults filled in. */
export interface TestSettings {
  readonly severity: 'error' | 'warn';
  readonly failCalc: string;
  readonly warnIf: string;
  readonly errorIf: string;
  readonly limit: number | null;
}

/** Reads a data test's settings from its config. */
export function testSettings(config: JsonObject): TestSettings {
  const text = (key: string, otherwise: string): string => {
    const value = config[key];
    return value === null || value === undefined ? otherwise : String(value);
  };
  const limit = config['limit'];
  return {
    severity: text('severity', 'error').toLowerCase() === 'warn' ? 'warn' : 'error',
    failCalc: text('fail_calc', 'count(*)'),
    warnIf: text('warn_if', '!= 0'),
    errorIf: text('error_if', '!= 0'),
    limit: limit === null || limit === undefined ? null : Number(limit),
  };
}

/** The query that judges a data test: one row with `failures`, `should_warn`, `should_error` (dbt's get_test_sql). */
export function testVerdictSql(query: string, settings: TestSettings): string {
  const limit = settings.limit === null ? '' : `\n    limit ${settings.limit}`;
  return [
    'select',
    `  ${settings.failCalc} as failures,`,
    `  ${settings.failCalc} ${settings.warnIf} as should_warn,`,
    `  ${settings.failCalc} ${settings.errorIf} as should_error`,
    'from (',
    `    ${query.trim()}${limit}`,
    ') dbt_internal_test',
  ].join('\n');
}
