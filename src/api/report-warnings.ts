import type { Flags } from '../config/flags.ts';
import { isErrorByFlags, isSilencedByFlags } from '../config/warn-error.ts';
import type { ProjectError } from '../errors/project-error.ts';
import type { EventBus } from '../events/event-bus.ts';

/** Tells of warnings, save those that the flags silence; gives those that the flags make errors, which nobody was told of. */
export function reportWarnings(
  warnings: readonly ProjectError[],
  flags: Flags,
  events: EventBus,
  name = 'ProjectWarning',
): readonly ProjectError[] {
  const heard = warnings.filter(({ code }) => !isSilencedByFlags(code, flags));
  const failing = heard.filter(({ code }) => isErrorByFlags(code, flags));
  for (const error of heard) if (!failing.includes(error)) events.emit({ kind: 'warning', name, error });
  return failing;
}
