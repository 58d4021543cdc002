import { createNodeSession, type NodeSession } from '../compile/node-session.ts';
import type { GraphNode } from '../graph/node.ts';
import { nodeInfo } from './node-info.ts';
import type { RunContext } from './run-context.ts';

/** The session of a node on its thread's connection, with its statements told as events. */
export function openSession(node: GraphNode | null, slot: number, run: RunContext): NodeSession {
  const { env } = run;
  const info = node === null ? null : nodeInfo(node);
  const connection = node?.uniqueId ?? 'master';
  return createNodeSession({
    adapter: env.project.profile.adapter,
    connect: () => run.pool.connect(slot),
    relations: env.relations,
    annotate: env.annotateFor(node),
    observer: {
      started: (sql) => env.events.emit({ kind: 'statement', node: info, sql, connection }),
      finished: (_sql, result, seconds) =>
        env.events.emit({ kind: 'statement-done', node: info, message: result.message, seconds }),
    },
  });
}
