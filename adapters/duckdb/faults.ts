import { OperationalError, type FaultClass } from '../../src/errors/operational-error.ts';

const CLASSES: readonly (readonly [RegExp, FaultClass])[] = [
  [/^INTERRUPT|interrupted/i, 'cancelled'],
  [/could not set lock on file|conflicting lock/i, 'conflict'],
  [/^TransactionContext Error|write-write conflict|Transaction conflict/i, 'conflict'],
  [/out of memory|no space left|disk full|could not write|Out of Memory Error/i, 'resource'],
  [/^Permission Error|permission denied|read-only/i, 'permission'],
  [/^(HTTP|Connection) Error/i, 'transient'],
];

/** A fault of the driver as an OperationalError, classed by DuckDB's words, which are its only code. */
export function toOperationalError(thrown: unknown, sql?: string): OperationalError {
  if (thrown instanceof OperationalError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const faultClass = CLASSES.find(([pattern]) => pattern.test(message))?.[1] ?? 'user';
  return new OperationalError(message.trim(), faultClass, {
    cause: thrown,
    ...(sql === undefined ? {} : { sql }),
  });
}
