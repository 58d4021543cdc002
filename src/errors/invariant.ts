/** Throws when `condition` is false: a bug in tx, never the user's fault. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Internal error: ${message}. This is a bug in tx; please report it.`);
}
