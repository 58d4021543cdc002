import type { CodeDefinition } from '../code-definition.ts';

/** TX60xx: artifacts. */
export const artifactCodes = {
  TX6001: { errorClass: 'Runtime Error', title: 'An artifact cannot be written' },
  TX6002: { errorClass: 'Runtime Error', title: 'An artifact of an earlier run cannot be read' },
} as const satisfies Record<string, CodeDefinition>;
