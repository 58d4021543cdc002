import { crossDatabaseMacros } from './cross-database.ts';
import { dateMacros } from './date-macros.ts';
import { dmlMacros } from './dml-macros.ts';
import { executionMacros } from './execution-macros.ts';
import type { GlobalMacro } from './global-macro.ts';
import { grantMacros } from './grant-macros.ts';
import { namingMacros } from './naming-macros.ts';
import { relationMacros } from './relation-macros.ts';
import { snapshotMacros } from './snapshot-macros.ts';
import { testMacros } from './test-macros.ts';

/** Every macro that dbt ships and tx has, by name. */
export const globalMacros = {
  ...crossDatabaseMacros,
  ...dateMacros,
  ...namingMacros,
  ...relationMacros,
  ...executionMacros,
  ...dmlMacros,
  ...grantMacros,
  ...snapshotMacros,
  ...testMacros,
} satisfies Record<string, GlobalMacro>;
