import type { CodeDefinition } from '../code-definition.ts';

/** TX20xx: what `tx lint` finds: models that give something else when they are run again. */
export const lintCodes = {
  TX2001: { errorClass: 'Compilation Error', title: 'The filter of an incremental model asks the clock' },
  TX2002: { errorClass: 'Compilation Error', title: 'An incremental model appends without a key' },
  TX2003: { errorClass: 'Compilation Error', title: 'An incremental model does not bound what it reads' },
  TX2004: {
    errorClass: 'Compilation Error',
    title: 'An insert_overwrite does not say which partitions it replaces',
  },
  TX2005: { errorClass: 'Compilation Error', title: 'A unique_key names a column that the model lacks' },
  TX2006: {
    errorClass: 'Compilation Error',
    title: 'An interval is read from a view over all intervals',
  },
  TX2007: { errorClass: 'Compilation Error', title: 'A value of on_schema_change is unknown' },
  TX2008: { errorClass: 'Compilation Error', title: 'An incremental strategy cannot be used here' },
  TX2010: { errorClass: 'Compilation Error', title: 'A column of an enforced contract has no type' },
  TX2009: { errorClass: 'Compilation Error', title: 'A comment that allows a finding is incomplete' },
} as const satisfies Record<string, CodeDefinition>;
