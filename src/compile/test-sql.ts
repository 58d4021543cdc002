import { testVerdict } from '../global-macros/test-verdict.ts';
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

/** The query that judges a data test with these settings. */
export function testVerdictSql(query: string, settings: TestSettings): string {
  return testVerdict({ sql: query, ...settings });
}
