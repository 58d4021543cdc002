import type { CodeDefinition } from '../codes.ts';

/** TX12xx: models, macros and property files. */
export const parseCodes = {
  TX1201: { errorClass: 'Parsing Error', title: 'A project file cannot be parsed' },
} as const satisfies Record<string, CodeDefinition>;
