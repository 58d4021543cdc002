import type { CodeDefinition } from '../codes.ts';

/** TX50xx: the command line. */
export const commandCodes = {
  TX5001: { errorClass: 'Usage Error', title: 'A command line is not valid' },
} as const satisfies Record<string, CodeDefinition>;
