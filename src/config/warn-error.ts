import type { CodeDefinition } from '../errors/code-definition.ts';
import { errorCodes, type ErrorCode } from '../errors/codes.ts';
import { suggest } from '../errors/did-you-mean.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { dbtEventNames } from './dbt-event-names.ts';
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

/** A name that stands for many events. */
const GROUPS = ['Deprecations'];

/** Throws ProjectFailure TX1121 for a name that is neither a code of tx nor an event of dbt's. */
export function checkWarningName(name: string): void {
  if (Object.hasOwn(errorCodes, name) || dbtEventNames.has(name) || GROUPS.includes(name)) return;
  const near = suggest(name, [...dbtEventNames, ...GROUPS, ...Object.keys(errorCodes)]);
  throw new ProjectFailure({
    code: 'TX1121',
    message: `warn_error_options names '${name}', which is no warning`,
    hint: near === null ? 'Name a code such as TX1203, or an event of dbt.' : `Did you mean '${near}'?`,
  });
}
