const AGE_TOLERANCE_SECONDS = 900;

type Dictionary = Readonly<Record<string, unknown>>;

/** What differs between a recorded step and what was got now: a line a difference, with its path. */
export function stepDifferences(want: unknown, got: unknown, at = ''): readonly string[] {
  if (at.endsWith('.age_s') && typeof want === 'number' && typeof got === 'number') {
    return Math.abs(want - got) > AGE_TOLERANCE_SECONDS ? [`${at}: expected about ${want}, got ${got}`] : [];
  }
  if (at.endsWith('.message') && typeof want === 'string' && typeof got === 'string') {
    const [expected, actual] = [firstLine(want), firstLine(got)];
    return expected === actual ? [] : [`${at}: expected ${expected}, got ${actual}`];
  }
  if (isDictionary(want) && isDictionary(got)) return entryDifferences(want, got, at);
  if (at.includes('.keys.') && Array.isArray(want) && Array.isArray(got)) {
    const missing = want.filter((key) => !got.includes(key));
    return missing.length > 0 ? [`${at}: missing keys ${missing.join(', ')}`] : [];
  }
  const [expected, actual] = [JSON.stringify(want), JSON.stringify(got)];
  return expected === actual ? [] : [`${at}: expected ${expected}, got ${actual}`];
}

function entryDifferences(want: Dictionary, got: Dictionary, at: string): readonly string[] {
  const lost = Object.keys(want).filter((key) => !(key in got));
  const extra = Object.keys(got).filter((key) => !(key in want));
  return [
    ...lost.map((key) => `${at}.${key}: missing, expected ${JSON.stringify(want[key])}`),
    ...extra.map((key) => `${at}.${key}: unexpected ${JSON.stringify(got[key])}`),
    ...Object.keys(want)
      .filter((key) => key in got)
      .flatMap((key) => stepDifferences(want[key], got[key], `${at}.${key}`)),
  ];
}

function firstLine(message: string): string {
  return message.trim().split('\n')[0] ?? '';
}

function isDictionary(value: unknown): value is Dictionary {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
