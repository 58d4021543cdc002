import { openProject } from '../../api/open-project.ts';
import { select } from '../../api/select-nodes.ts';
import { keepingManifest } from '../../api/write-artifacts.ts';
import type { Json } from '../../config/json.ts';
import { ProjectFailure } from '../../errors/project-error.ts';
import type { ResourceType } from '../../graph/node.ts';
import { listLines, type ListOutput } from '../../graph/selection/list-format.ts';
import type { CommandRunner } from '../command.ts';

const LISTED: readonly ResourceType[] = [
  'model',
  'seed',
  'snapshot',
  'test',
  'unit_test',
  'analysis',
  'source',
  'exposure',
  'metric',
  'semantic_model',
  'saved_query',
  'function',
];

/** `tx ls`: a line a selected node, sorted by unique id. */
export const runListCommand: CommandRunner = async (context, flags) => {
  if (flags.models.length > 0 && flags.resourceTypes.length > 0) {
    throw new ProjectFailure({
      code: 'TX5001',
      message: 'Only one of --resource-type and --models can be given',
      hint: '--models takes models only; use --select with --resource-type.',
    });
  }
  const onlyModels = flags.models.length > 0;
  const listed = onlyModels ? { ...flags, select: flags.models, models: [] } : flags;
  const opened = await openProject(listed, context);
  return keepingManifest(opened, context.events, () => {
    const ids = select(opened, onlyModels ? ['model'] : LISTED, context.events);
    const output = (flags.command['output'] ?? 'selector') as ListOutput;
    const keys = flags.command['output_keys'];
    const lines = listLines(opened.manifest, ids, {
      output,
      ...(Array.isArray(keys) ? { keys: keys.flatMap((key: Json) => String(key).split(/\s+/)) } : {}),
    });
    for (const line of lines) context.print(line);
    return Promise.resolve(0);
  });
};
