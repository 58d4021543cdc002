import { sampleWindow } from '../compile/reading-window.ts';
import type { Flags } from '../config/flags.ts';
import { ProjectFailure } from '../errors/project-error.ts';

const INSTANT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/;

/**
 * Refuses event-time flags that are not instants, stand alone, or are reversed, and a sample that is no window. Throws
 * ProjectFailure TX1121 and TX3207.
 */
export function checkRunFlags(flags: Flags): void {
  sampleWindow(flags.sample, new Date());
  const { eventTimeStart: start, eventTimeEnd: end } = flags;
  if (start === null && end === null) return;
  if (start === null || end === null) {
    throw usage(
      'The flags --event-time-start and --event-time-end must be used together',
      'Give both: the start is inclusive, the end exclusive.',
    );
  }
  for (const [flag, value] of [
    ['--event-time-start', start],
    ['--event-time-end', end],
  ] as const) {
    if (!INSTANT.test(value) || Number.isNaN(Date.parse(value))) {
      throw usage(
        `Invalid value for ${flag}: '${value}' is not a time`,
        'Write 2024-01-31 or 2024-01-31T10:20:30, in UTC.',
      );
    }
  }
  if (Date.parse(start) >= Date.parse(end)) {
    throw usage(`--event-time-start (${start}) must be before --event-time-end (${end})`, 'Swap the two.');
  }
}

function usage(message: string, hint: string): ProjectFailure {
  return new ProjectFailure({ code: 'TX1121', message, hint });
}
