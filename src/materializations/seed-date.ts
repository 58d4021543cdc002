const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const DATE_TIME = /^(\d{4})-(\d{1,2})-(\d{1,2})\s+(\d{1,2}):(\d{1,2}):(\d{1,2})$/;

/** Calendar forms of ISO 8601 that may stand before the `T`: year, month, day; year and day; year, week, weekday. */
const ISO_DATES = [
  /^(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)$/,
  /^(?<y>\d{4})(?<m>\d\d)(?<d>\d\d)$/,
  /^(?<y>\d{4})-?[Ww](?<w>\d\d)(?:-?(?<wd>\d))?$/,
  /^(?<y>\d{4})-?(?<n>\d{3})$/,
  /^(?<y>\d{4})-(?<m>\d\d)$/,
  /^(?<y>\d{4})$/,
];
const ISO_TIME =
  /^(?<h>\d\d)(?:[.,]\d+|:?(?<min>\d\d)(?:[.,]\d+|:?(?<s>\d\d)(?:[.,]\d+)?)?)?(?:[Zz]|(?<sign>[+-])(?<zh>\d\d)(?::?(?<zm>\d\d))?)?$/;
const DAY_SECONDS = 86_400;

/** `YYYY-MM-DD` of a day that exists; month and day may lack their leading zero, as in dbt. */
export function isSeedDate(value: string): boolean {
  const match = DATE.exec(value.trim());
  return match !== null && isDay(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** `YYYY-MM-DD HH:MM:SS`, without fraction or zone. */
export function isSeedDateTime(value: string): boolean {
  const match = DATE_TIME.exec(value.trim());
  if (match === null) return false;
  const [, year, month, day, hour, minute, second] = match.map(Number) as [number, ...number[]];
  return (
    isDay(year ?? 0, month ?? 0, day ?? 0) && (hour ?? 99) < 24 && (minute ?? 99) < 60 && (second ?? 99) < 60
  );
}

/** An ISO 8601 date and time with a `T` between, in any of its forms. */
export function isSeedIsoDateTime(value: string): boolean {
  const text = value.trim();
  const split = text.indexOf('T');
  return split > 0 && isIsoDate(text.slice(0, split)) && isIsoTime(text.slice(split + 1));
}

/**
 * A date and time of a seed as `YYYY-MM-DD HH:MM:SS[.ffffff]`; one with an offset from UTC in UTC, one without as it is.
 * The value must be one (`isSeedDateTime` or `isSeedIsoDateTime`).
 */
export function seedInstant(value: string): string {
  const text = value.trim();
  const split = text.indexOf('T');
  if (split < 0) return text;
  const [whole = 0, fraction = ''] = isoSeconds(text.slice(split + 1));
  const base = new Date((isoDay(text.slice(0, split)) * DAY_SECONDS + whole) * 1000);
  return `${base.toISOString().slice(0, 19).replace('T', ' ')}${fraction}`;
}

/** Days since the epoch. */
function isoDay(text: string): number {
  const form = ISO_DATES.find((each) => each.test(text));
  const parts = form?.exec(text)?.groups ?? {};
  const year = Number(parts['y']);
  const days = (month: number, day: number): number => Date.UTC(year, month - 1, day) / (DAY_SECONDS * 1000);
  if (parts['n'] !== undefined) return days(1, Number(parts['n']));
  if (parts['w'] === undefined) return days(Number(parts['m'] ?? 1), Number(parts['d'] ?? 1));
  // Week 1 is the week with the fourth of January; weeks begin on Monday.
  const fourth = days(1, 4);
  const monday = fourth - ((fourth + 3) % 7);
  return monday + (Number(parts['w']) - 1) * 7 + Number(parts['wd'] ?? 1) - 1;
}

/** Whole seconds since midnight in UTC, and the fraction of a second as `.ffffff`, empty for none. */
function isoSeconds(text: string): readonly [number, string] {
  const parts = ISO_TIME.exec(text)?.groups ?? {};
  const unit = parts['s'] !== undefined ? 1 : parts['min'] !== undefined ? 60 : 3600;
  const micros = Math.round(Number(`0.${/[.,](\d+)/.exec(text)?.[1] ?? '0'}`) * unit * 1e6);
  const clock = Number(parts['h']) * 3600 + Number(parts['min'] ?? 0) * 60 + Number(parts['s'] ?? 0);
  const offset = Number(parts['zh'] ?? 0) * 3600 + Number(parts['zm'] ?? 0) * 60;
  const seconds = clock + (parts['sign'] === '-' ? offset : -offset) + Math.floor(micros / 1e6);
  const rest = micros % 1e6;
  return [seconds, rest === 0 ? '' : `.${String(rest).padStart(6, '0')}`];
}

function isIsoDate(text: string): boolean {
  for (const form of ISO_DATES) {
    const parts = form.exec(text)?.groups;
    if (parts === undefined) continue;
    const year = Number(parts['y']);
    if (parts['w'] !== undefined) return isWeekDay(Number(parts['w']), Number(parts['wd'] ?? 1)) && year > 0;
    if (parts['n'] !== undefined) return year > 0 && Number(parts['n']) >= 1 && Number(parts['n']) <= 366;
    return isDay(year, Number(parts['m'] ?? 1), Number(parts['d'] ?? 1));
  }
  return false;
}

function isIsoTime(text: string): boolean {
  const parts = ISO_TIME.exec(text)?.groups;
  if (parts === undefined) return false;
  return Number(parts['h']) < 24 && Number(parts['min'] ?? 0) < 60 && Number(parts['s'] ?? 0) < 60;
}

function isWeekDay(week: number, day: number): boolean {
  return week >= 1 && week <= 53 && day >= 1 && day <= 7;
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (lengths[month - 1] ?? 0);
}
