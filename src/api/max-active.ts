import type { Flags } from '../config/flags.ts';
import { ProjectFailure } from '../errors/project-error.ts';

const DEFAULT = 4;

/** How many intervals may be in flight: `--max-active`, else 4. Throws ProjectFailure TX1121 for what is no whole number from 1. */
export function maxActiveOf(flags: Flags): number {
  const given = flags.command['max_active'] ?? DEFAULT;
  if (typeof given === 'number' && Number.isInteger(given) && given >= 1) return given;
  throw new ProjectFailure({
    code: 'TX1121',
    message: `Invalid value for --max-active: '${String(given)}' is not a whole number from 1`,
    hint: 'Write how many intervals may be built at once, e.g. --max-active 4.',
  });
}
