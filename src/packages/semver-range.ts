/** A version in its parts; a prerelease sorts before its release. */
interface Version {
  readonly parts: readonly [number, number, number];
  readonly prerelease: string | null;
}

function parse(text: string): Version | null {
  const match = /^\s*v?(\d+)\.(\d+)\.(\d+)(?:-([\w.-]+))?/.exec(text);
  if (!match) return null;
  return { parts: [Number(match[1]), Number(match[2]), Number(match[3])], prerelease: match[4] ?? null };
}

/** Orders two versions; those that are none come first. */
function compareVersions(a: string, b: string): number {
  const [x, y] = [parse(a), parse(b)];
  if (x === null || y === null) return x === y ? 0 : x === null ? -1 : 1;
  for (let index = 0; index < 3; index += 1) {
    const difference = (x.parts[index] ?? 0) - (y.parts[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (x.prerelease === y.prerelease) return 0;
  if (x.prerelease === null) return 1;
  return y.prerelease === null ? -1 : x.prerelease < y.prerelease ? -1 : 1;
}

/** Whether a version satisfies every range, e.g. `>=1.0.0`, `<2.0.0`, `1.1.1`. */
function satisfiesAll(version: string, ranges: readonly string[]): boolean {
  return ranges
    .flatMap((range) => range.split(','))
    .every((range) => {
      const [, operator = '=', wanted = ''] = /^\s*(>=|<=|>|<|==|=)?\s*(.*)$/.exec(range) ?? [];
      const order = compareVersions(version, wanted);
      return { '>=': order >= 0, '<=': order <= 0, '>': order > 0, '<': order < 0 }[operator] ?? order === 0;
    });
}

/** The highest version that satisfies every range; prereleases count only when asked for or named. */
export function resolveVersion(
  available: readonly string[],
  ranges: readonly string[],
  prerelease: boolean,
): string | null {
  const isPrerelease = (version: string): boolean => (parse(version)?.prerelease ?? null) !== null;
  const named = ranges.some((range) => isPrerelease(range.replace(/^[<>=\s]+/, '')));
  const candidates = available
    .filter((version) => satisfiesAll(version, ranges))
    .filter((version) => prerelease || named || !isPrerelease(version))
    .sort(compareVersions);
  return candidates.at(-1) ?? null;
}
