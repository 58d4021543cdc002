import { findCycleError } from '../../api/find-cycle-error.ts';
import { openProject } from '../../api/open-project.ts';
import { reportWarnings } from '../../api/report-warnings.ts';
import { writeManifest } from '../../api/write-artifacts.ts';
import { ProjectFailure } from '../../errors/project-error.ts';
import type { CommandRunner } from '../command.ts';

/** `tx parse`: reads the project, reports, writes manifest.json. */
export const runParseCommand: CommandRunner = async (context, flags) => {
  const opened = await openProject(flags, context);
  writeManifest(opened, context.events);
  // dbt does not look for cycles before it selects; here they are told at once.
  const cycle = findCycleError(opened.manifest);
  const failing = cycle === null ? [] : reportWarnings([cycle], flags, context.events);
  if (failing.length > 0) throw new ProjectFailure(failing);
  return 0;
};
