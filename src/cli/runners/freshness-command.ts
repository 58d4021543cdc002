import path from 'node:path';
import { withRun } from '../../api/compile-nodes.ts';
import { openProject } from '../../api/open-project.ts';
import { select } from '../../api/select-nodes.ts';
import { writeManifest } from '../../api/write-artifacts.ts';
import { sourcesJson } from '../../artifacts/sources.ts';
import { writeJson } from '../../artifacts/write-json.ts';
import { measureFreshness, type FreshnessResult } from '../../execute/freshness.ts';
import { openSession } from '../../execute/open-session.ts';
import { runGraph } from '../../execute/scheduler.ts';
import { isErrorByFlags } from '../../config/warn-error.ts';
import type { SourceNode } from '../../graph/node.ts';
import type { CommandRunner } from '../command.ts';

/** `tx source freshness`: measures the selected sources that have a threshold, writes sources.json. */
export const runFreshnessCommand: CommandRunner = async (context, flags) => {
  const { events } = context;
  const opened = await openProject(flags, context);
  const start = performance.now();
  const sources = select(opened, events)
    .map((id) => opened.manifest.nodes.get(id))
    .filter((node): node is SourceNode => node?.resourceType === 'source' && hasThreshold(node));
  const results: FreshnessResult[] = [];
  await withRun(opened, [], events, async (run) => {
    const byId = new Map(sources.map((source) => [source.uniqueId, source]));
    let index = 0;
    await runGraph(
      { ids: [...byId.keys()], parents: new Map(), children: new Map() },
      {
        threads: opened.project.profile.threads,
        stopped: () => false,
        skip: () => undefined,
        run: async (id, slot) => {
          const node = byId.get(id);
          index += 1;
          if (node) {
            const session = openSession(node, slot, run);
            results.push(
              await measureFreshness(node, session, run.env, slot, { index, total: sources.length }),
            );
          }
          return 'continue';
        },
      },
    );
  });
  for (const { error } of results) if (error) events.emit({ kind: 'error', error });
  const output = flags.command['output'];
  const file =
    typeof output === 'string'
      ? path.resolve(output)
      : path.join(opened.project.targetDirectory, 'sources.json');
  writeJson(file, sourcesJson(opened.project, results, (performance.now() - start) / 1000));
  events.emit({ kind: 'artifact-written', name: 'sources.json', path: file });
  writeManifest(opened, events);
  events.emit({ kind: 'message', level: 'info', name: 'FreshnessCheckComplete', text: 'Done.' });
  const failing = new Set<string>(['error', 'runtime error']);
  if (isErrorByFlags('LogFreshnessResult', flags)) failing.add('warn');
  return results.some((result) => failing.has(result.status)) ? 1 : 0;
};

/** A source is measured when it says how old it may be. */
function hasThreshold(node: SourceNode): boolean {
  const { freshness } = node;
  return [freshness?.warnAfter, freshness?.errorAfter].some((limit) => typeof limit?.count === 'number');
}
