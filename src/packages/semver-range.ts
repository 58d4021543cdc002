/** A version in its parts; a prerelease sorts before its release. */
interface Version {
  readonly parts: readonly [number, number, number];
  readonly prerelease: string | null;
}

const RANGE = /^\s*(>=|<=|>|<|==|=)?\s*v?\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?\s*$/;

/** Whether a text is one range as the hub takes it: a version, or one with `>=`, `<` and the like in front. */
export function isRange(text: string): boolean {
  return RANGE.test(text);
}

function parse(text: string): Version | null {
  const match = /^\s*v?(\d+)\.(\d+)\.(\d+)(?:-([\w.-]+))?/.exec(text);
  if (!match) return null;
  return { parts: [Number(match[1]), Number(match[2]), Number(match[3])], prerelease: match[4] ?? null };
}

/** Orders two versions as semantic versioning does; those that are none come first. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [parse(a), parse(b)];
  if (x === null || y === null) return x === y ? 0 : x === null ? -1 : 1;
  for (let index = 0; index < 3; index += 1) {
    const difference = (x.parts[index] ?? 0) - (y.parts[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return comparePrereleases(x.prerelease, y.prerelease);
}

/** Parts are compared one by one: numbers as numbers and before texts; fewer parts come first, none come last. */
function comparePrereleases(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const [left, right] = [a.split('.'), b.split('.')];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [x, y] = [left[index], right[index]];
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    const order = comparePart(x, y);
    if (order !== 0) return order;
  }
  return 0;
}

function comparePart(a: string, b: string): number {
  const [x, y] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (x && y) return Number(a) - Number(b);
  if (x !== y) return x ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Whether a version satisfies every range, e.g. `>=1.0.0`, `<2.0.0`, `1.1.1`. */
function satisfiesAll(version: string, ranges: readonly string[]): boolean {
  return ranges.every((range) => {
    const [, operator = '=', wanted = ''] = /^\s*(>=|<=|>|<|==|=)?\s*(.*)$/.exec(range) ?? [];
    const order = compareVersions(version, wanted);
    return { '>=': order >= 0, '<=': order <= 0, '>': order > 0, '<': order < 0 }[operator] ?? order === 0;
  });
}

/** Whether a version is one before a release, as `2.0.0-rc1` is. */
function isPrerelease(version: string): boolean {
  return (parse(version)?.prerelease ?? null) !== null;
}

/** The highest version that satisfies every range; prereleases count only when asked for or named. */
export function resolveVersion(
  available: readonly string[],
  ranges: readonly string[],
  prerelease: boolean,
): string | null {
  const named = ranges.some((range) => isPrerelease(range.replace(/^[<>=\s]+/, '')));
  const candidates = available
    .filter((version) => satisfiesAll(version, ranges))
    .filter((version) => prerelease || named || !isPrerelease(version))
    .sort(compareVersions);
  return candidates.at(-1) ?? null;
}
