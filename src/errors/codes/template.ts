import type { CodeDefinition } from '../code-definition.ts';

/** TX10xx: the template engine. */
export const templateCodes = {
  TX1001: { errorClass: 'Compilation Error', title: 'A template has a syntax error' },
  TX1002: { errorClass: 'Compilation Error', title: 'A template failed while it was rendered' },
  TX1003: { errorClass: 'Compilation Error', title: 'A template raised an error of its own' },
  TX1004: { errorClass: 'Compilation Error', title: 'A template warned', dbtEvent: 'JinjaLogWarning' },
} as const satisfies Record<string, CodeDefinition>;
