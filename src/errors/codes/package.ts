import type { CodeDefinition } from '../code-definition.ts';

/** TX15xx: packages. */
export const packageCodes = {
  TX1501: { errorClass: 'Dependency Error', title: 'A package cannot be installed' },
  TX1502: { errorClass: 'Dependency Error', title: 'packages.yml is not valid' },
  TX1503: { errorClass: 'Dependency Error', title: 'A package would write outside of its folder' },
  TX1504: { errorClass: 'Dependency Error', title: 'A package is not the one that was locked' },
} as const satisfies Record<string, CodeDefinition>;
