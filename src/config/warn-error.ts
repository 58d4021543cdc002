import type { CodeDefinition } from '../errors/code-definition.ts';
import { errorCodes, type ErrorCode } from '../errors/codes.ts';
import type { Flags } from './flags.ts';

/**
 * Whether `--warn-error` or `--warn-error-options` turns a warning into an error. A warning is named by its code or by
 * dbt's name of the event.
 */
export function isErrorByFlags(warning: string, flags: Flags): boolean {
  const { error, warn } = flags.warnErrorOptions;
  const names = namesOf(warning);
  if (names.some((name) => warn.includes(name))) return false;
  return flags.warnError || error === 'all' || names.some((name) => error.includes(name));
}

/** Whether the options say not to show this warning at all. */
export function isSilencedByFlags(warning: string, flags: Flags): boolean {
  return namesOf(warning).some((name) => flags.warnErrorOptions.silence.includes(name));
}

/** The code with dbt's name for it, or a name as it is. */
function namesOf(warning: string): readonly string[] {
  if (!Object.hasOwn(errorCodes, warning)) return [warning];
  const definition: CodeDefinition = errorCodes[warning as ErrorCode];
  return definition.dbtEvent === undefined ? [warning] : [warning, definition.dbtEvent];
}
