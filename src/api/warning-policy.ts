import type { Flags } from '../config/flags.ts';
import type { ProjectError } from '../errors/project-error.ts';

/** Whether `--warn-error` or `--warn-error-options` turns this warning into an error. */
export function isWarningAnError(warning: ProjectError, flags: Flags): boolean {
  const { error, warn } = flags.warnErrorOptions;
  if (warn.includes(warning.code)) return false;
  return flags.warnError || error === 'all' || error.includes(warning.code);
}

/** Whether the options say not to show this warning at all. */
export function isSilenced(warning: ProjectError, flags: Flags): boolean {
  return flags.warnErrorOptions.silence.includes(warning.code);
}
