import { randomUUID } from 'node:crypto';

/** A fresh id for an invocation (UUID version 4). */
export function newInvocationId(): string {
  return randomUUID();
}
