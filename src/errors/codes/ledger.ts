import type { CodeDefinition } from '../code-definition.ts';

/** TX70xx: the ledger, locks, audits before publication. */
export const ledgerCodes = {
  TX7001: { errorClass: 'Database Error', title: 'The ledger cannot be created or read' },
  TX7002: { errorClass: 'Runtime Error', title: 'The ledger was written by a newer tx' },
  TX7003: { errorClass: 'Runtime Error', title: 'Another process holds a lock for too long' },
  TX7004: { errorClass: 'Runtime Error', title: 'A lock was lost to another process' },
  TX7005: { errorClass: 'Runtime Error', title: 'A node was not published because its tests failed' },
  TX7006: { errorClass: 'Usage Error', title: 'A run is not in the ledger' },
  TX7007: { errorClass: 'Runtime Error', title: 'The clock is behind the ledger' },
} as const satisfies Record<string, CodeDefinition>;
