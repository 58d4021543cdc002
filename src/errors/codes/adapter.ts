import type { CodeDefinition } from '../code-definition.ts';

/** TX30xx: adapters and warehouses. */
export const adapterCodes = {
  TX3001: { errorClass: 'Database Error', title: 'The database refused a statement' },
} as const satisfies Record<string, CodeDefinition>;
