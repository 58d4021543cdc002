import type { Flags } from '../config/flags.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { limitLoops } from '../template/runtime/runaway.ts';
import { parseDuration } from '../util/parse-duration.ts';

/** Sets how long templates may loop, where `--template-timeout` says it. Throws ProjectFailure TX1121 for what is no duration. */
export function applyTemplateTimeout({ command }: Flags): void {
  const given = command['template_timeout'];
  if (given === undefined || given === null) return;
  const seconds = parseDuration(String(given));
  if (seconds !== null) return limitLoops(seconds);
  throw new ProjectFailure({
    code: 'TX1121',
    message: `Invalid value for --template-timeout: '${String(given)}' is not a duration`,
    hint: 'Write 30s, 10m or 1h.',
  });
}
