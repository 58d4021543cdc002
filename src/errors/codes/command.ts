import type { CodeDefinition } from '../code-definition.ts';

/** TX50xx: the command line. */
export const commandCodes = {
  TX5001: { errorClass: 'Usage Error', title: 'A command line is not valid' },
  TX5002: { errorClass: 'Usage Error', title: 'A command has nothing to work on' },
  TX5003: { errorClass: 'Usage Error', title: 'A command lacks something that it needs' },
  TX5004: { errorClass: 'Runtime Error', title: 'A check of the set-up failed' },
  TX5005: { errorClass: 'Usage Error', title: 'A folder must not be removed' },
  TX5006: { errorClass: 'Runtime Error', title: 'A macro cannot be found' },
  TX5007: { errorClass: 'Usage Error', title: 'A project cannot be made here' },
  TX5008: { errorClass: 'Usage Error', title: 'A shim cannot be written here' },
} as const satisfies Record<string, CodeDefinition>;
