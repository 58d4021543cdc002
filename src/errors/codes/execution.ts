import type { CodeDefinition } from '../codes.ts';

/** TX31xx: planning and execution. */
export const executionCodes = {
  TX3101: { errorClass: 'Runtime Error', title: 'A node could not be run' },
} as const satisfies Record<string, CodeDefinition>;
