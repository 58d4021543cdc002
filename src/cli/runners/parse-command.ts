import { openProject } from '../../api/open-project.ts';
import { writeManifest } from '../../api/write-artifacts.ts';
import type { CommandRunner } from '../command.ts';

/** `tx parse`: reads the project, reports, writes manifest.json. */
export const runParseCommand: CommandRunner = async (context, flags) => {
  const opened = await openProject(flags, context);
  writeManifest(opened, context.events);
  return 0;
};
