import type { CodeDefinition } from '../code-definition.ts';

/** TX31xx: planning and execution. */
export const executionCodes = {
  TX3101: { errorClass: 'Runtime Error', title: 'A node could not be run' },
  TX3102: { errorClass: 'Compilation Error', title: 'A contracted model lacks a column type' },
  TX3110: { errorClass: 'Compilation Error', title: 'A contract does not match what the model gives' },
  TX3111: { errorClass: 'Runtime Error', title: 'An incremental strategy is unknown or not available' },
  TX3112: {
    errorClass: 'Compilation Error',
    title: 'Settings of an incremental model are missing or contradict each other',
  },
  TX3113: { errorClass: 'Compilation Error', title: 'The columns of an incremental model changed' },
  TX3114: { errorClass: 'Parsing Error', title: 'Settings of a microbatch model are missing or wrong' },
  TX3115: { errorClass: 'Compilation Error', title: 'A snapshot cannot be taken' },
  TX3116: { errorClass: 'Compilation Error', title: 'A seed cannot be loaded' },
  TX3117: { errorClass: 'Compilation Error', title: 'The warehouse cannot make this change in one step' },
  TX3118: { errorClass: 'Compilation Error', title: 'An index definition is wrong' },
  TX3119: { errorClass: 'Compilation Error', title: 'Settings of an external model are wrong' },
  TX3120: { errorClass: 'Runtime Error', title: 'Keys of new rows are NULL or occur twice' },
  TX3201: { errorClass: 'Runtime Error', title: 'A resource of this kind cannot be run' },
  TX3202: { errorClass: 'Runtime Error', title: 'A hook failed' },
  TX3203: { errorClass: 'Compilation Error', title: 'A unit test cannot be compiled' },
  TX3204: { errorClass: 'Compilation Error', title: 'A materialization is unknown' },
  TX3205: {
    errorClass: 'Compilation Error',
    title: 'A reference was not captured when the project was parsed',
  },
  TX3207: { errorClass: 'Usage Error', title: 'The window of a sample cannot be read' },
  TX3206: { errorClass: 'Runtime Error', title: 'The freshness of a source cannot be told' },
  TX3210: { errorClass: 'Runtime Error', title: 'The verdict of a data test is not a number' },
} as const satisfies Record<string, CodeDefinition>;
