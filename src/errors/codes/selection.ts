import type { CodeDefinition } from '../codes.ts';

/** TX14xx: selection and YAML selectors. */
export const selectionCodes = {
  TX1401: { errorClass: 'Runtime Error', title: 'A selection is not valid' },
} as const satisfies Record<string, CodeDefinition>;
