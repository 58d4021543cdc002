import type { CodeDefinition } from '../code-definition.ts';

/** TX21xx: intervals and backfills. */
export const intervalCodes = {
  TX2101: { errorClass: 'Usage Error', title: 'A value does not name an interval' },
  TX2102: { errorClass: 'Usage Error', title: 'The window of a backfill is not valid' },
  TX2103: { errorClass: 'Usage Error', title: 'No selected model reads the variable of the interval' },
  TX2104: { errorClass: 'Runtime Error', title: 'Intervals are missing after a backfill' },
  TX2105: { errorClass: 'Usage Error', title: 'A full reload would lose intervals' },
  TX2106: { errorClass: 'Compilation Error', title: 'The references of a model depend on the interval' },
  TX2107: { errorClass: 'Runtime Error', title: 'A model changes when it is built again' },
  TX2108: { errorClass: 'Runtime Error', title: 'A model asks the clock' },
  TX2109: { errorClass: 'Runtime Error', title: 'What a proof reads is not built' },
  TX2110: { errorClass: 'Runtime Error', title: 'Batches of a microbatch model are missing' },
  TX2111: { errorClass: 'Usage Error', title: 'Building an interval again would double its rows' },
  TX2112: { errorClass: 'Usage Error', title: 'A model takes only what is newer than it holds' },
  TX2113: { errorClass: 'Runtime Error', title: 'What was built on a replaced interval stays' },
} as const satisfies Record<string, CodeDefinition>;
