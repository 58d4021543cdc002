import { allowanceWithoutReason } from './allowance-without-reason.ts';
import { appendWithoutKey } from './append-without-key.ts';
import { clockInFilter } from './clock-in-filter.ts';
import { contractColumns } from './contract-columns.ts';
import { contractTypes } from './contract-types.ts';
import { incrementalContract } from './incremental-contract.ts';
import { keyNotProduced } from './key-not-produced.ts';
import { microbatchSettings } from './microbatch-settings.ts';
import { overwriteWithoutPartitions } from './overwrite-without-partitions.ts';
import type { ValidationRule } from './rule.ts';
import { unboundedIncremental } from './unbounded-incremental.ts';
import { unboundedView } from './unbounded-view.ts';
import { unitTestOverride } from './unit-test-override.ts';
import { unknownSchemaChange } from './unknown-schema-change.ts';
import { unknownStrategy } from './unknown-strategy.ts';

/** Every validation rule by name. */
export const validationRules = {
  'microbatch-settings': microbatchSettings,
  'incremental-contract': incrementalContract,
  'contract-columns': contractColumns,
  'contract-types': contractTypes,
  'unit-test-override': unitTestOverride,
  'clock-in-filter': clockInFilter,
  'append-without-key': appendWithoutKey,
  'unbounded-incremental': unboundedIncremental,
  'overwrite-without-partitions': overwriteWithoutPartitions,
  'key-not-produced': keyNotProduced,
  'unbounded-view': unboundedView,
  'unknown-schema-change': unknownSchemaChange,
  'unknown-strategy': unknownStrategy,
  'allowance-without-reason': allowanceWithoutReason,
} as const satisfies Record<string, ValidationRule>;
