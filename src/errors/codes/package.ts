import type { CodeDefinition } from '../codes.ts';

/** TX15xx: packages. */
export const packageCodes = {
  TX1501: { errorClass: 'Dependency Error', title: 'A package cannot be installed' },
} as const satisfies Record<string, CodeDefinition>;
