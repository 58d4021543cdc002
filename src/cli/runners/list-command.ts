import { openProject } from '../../api/open-project.ts';
import { select } from '../../api/select-nodes.ts';
import { keepingManifest } from '../../api/write-artifacts.ts';
import type { Json } from '../../config/json.ts';
import { listLines, type ListOutput } from '../../graph/selection/list-format.ts';
import type { CommandRunner } from '../command.ts';

/** `tx ls`: a line a selected node, sorted by unique id. */
export const runListCommand: CommandRunner = async (context, flags) => {
  const opened = await openProject(flags, context);
  return keepingManifest(opened, context.events, () => {
    const ids = select(opened, context.events);
    const output = (flags.command['output'] ?? 'selector') as ListOutput;
    const keys = flags.command['output_keys'];
    const lines = listLines(opened.manifest, ids, {
      output,
      ...(Array.isArray(keys) ? { keys: keys.flatMap((key: Json) => String(key).split(/\s+/)) } : {}),
    });
    // One write: a terminal or a pipe takes many lines as easily as one.
    if (lines.length > 0) context.print(lines.join('\n'));
    return Promise.resolve(0);
  });
};
