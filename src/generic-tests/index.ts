import { acceptedValues } from './accepted-values.ts';
import type { GenericTest } from './generic-test.ts';
import { notNull } from './not-null.ts';
import { relationships } from './relationships.ts';
import { unique } from './unique.ts';

/** Generic tests that ship with tx, by name. */
export const genericTests = {
  unique,
  not_null: notNull,
  accepted_values: acceptedValues,
  relationships,
} satisfies Record<string, GenericTest>;
