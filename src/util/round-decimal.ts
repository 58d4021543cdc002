/** A finite number with exactly `digits` (0 to 75) decimals, ties of the exact binary value to the even neighbour. */
export function roundDecimal(value: number, digits: number): string {
  if (Math.abs(value) >= 1e21) return BigInt(value).toString() + (digits > 0 ? `.${'0'.repeat(digits)}` : '');
  const exact = value.toFixed(Math.min(100, digits + 25));
  const cut = exact.indexOf('.') + 1 + digits;
  if (!/^50*$/.test(exact.slice(cut))) return value.toFixed(digits);
  // A tie: toFixed goes away from zero, which is right only when that neighbour is even.
  const kept = exact.slice(0, digits === 0 ? cut - 1 : cut);
  return Number(kept.at(-1)) % 2 === 0 ? kept : value.toFixed(digits);
}
