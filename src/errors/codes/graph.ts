import type { CodeDefinition } from '../codes.ts';

/** TX13xx: references and the graph. */
export const graphCodes = {
  TX1301: { errorClass: 'Compilation Error', title: 'A reference names nothing in the project' },
} as const satisfies Record<string, CodeDefinition>;
