/** Numbers that are the same for the same seed, in every process and on every machine. */
export interface Random {
  /** At least 0 and below 1. */
  next(): number;
  pick<T>(values: readonly T[]): T;
  /** So many of the values, none of them twice. */
  sample<T>(values: readonly T[], count: number): readonly T[];
}

/** Mulberry32: 32 bits of state, good enough to draw projects. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const pick = <T>(values: readonly T[]): T => {
    const value = values[Math.floor(next() * values.length)];
    if (value === undefined) throw new Error('There is nothing to pick from');
    return value;
  };
  const sample = <T>(values: readonly T[], count: number): readonly T[] => {
    const taken = new Set<T>();
    while (taken.size < Math.min(count, values.length)) taken.add(pick(values));
    return [...taken];
  };
  return { next, pick, sample };
}
