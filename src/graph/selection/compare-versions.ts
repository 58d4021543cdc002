/**
 * Order of two model versions, as dbt has it: as numbers where both are numeric, else as text. Negative when `a` is
 * the older one.
 */
export function compareVersions(a: string | number, b: string | number): number {
  const left = Number(a);
  const right = Number(b);
  if (String(a) !== '' && String(b) !== '' && Number.isFinite(left) && Number.isFinite(right))
    return left - right;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}
