import type { CodeDefinition } from '../codes.ts';

/** TX31xx: planning and execution. */
export const executionCodes = {
  TX3101: { errorClass: 'Runtime Error', title: 'A node could not be run' },
  TX3201: { errorClass: 'Runtime Error', title: 'A resource of this kind cannot be run' },
  TX3202: { errorClass: 'Runtime Error', title: 'A hook failed' },
  TX3203: { errorClass: 'Compilation Error', title: 'A unit test cannot be compiled' },
  TX3204: { errorClass: 'Compilation Error', title: 'A materialization is unknown' },
  TX3205: { errorClass: 'Compilation Error', title: 'A reference was not captured when the project was parsed' },
  TX3206: { errorClass: 'Runtime Error', title: 'The freshness of a source cannot be told' },
  TX3210: { errorClass: 'Runtime Error', title: 'The verdict of a data test is not a number' },
} as const satisfies Record<string, CodeDefinition>;
