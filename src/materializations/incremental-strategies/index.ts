import type { IncrementalStrategy } from '../plan-types.ts';
import { append } from './append.ts';
import { deleteInsert } from './delete-insert.ts';
import { insertOverwrite } from './insert-overwrite.ts';
import { merge } from './merge.ts';
import { microbatch } from './microbatch.ts';
import { upsert } from './upsert.ts';

/** Every incremental strategy that ships with tx, by the name that `incremental_strategy` takes. */
export const incrementalStrategies = {
  append,
  'delete+insert': deleteInsert,
  merge,
  insert_overwrite: insertOverwrite,
  microbatch,
  upsert,
} as const satisfies Record<string, IncrementalStrategy>;
