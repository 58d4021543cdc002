import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ShardNodes, ShardOnItsWay, ShardRequest, ShardThreads } from '../parse/shards/shard.ts';
import type { ShardMessage } from './parse-thread.ts';

/** More threads than these wait for the one that puts everything together. */
const MOST_THREADS = 3;

/** Below, starting threads and taking over their nodes costs what they save: docs/decisions/0003-parsing-in-threads.md. */
const FROM_MODELS = 6000;

/** Threads for the processors beside this one, each running `file`; null where there is no other processor. */
export function parseThreads(file: string): ShardThreads | null {
  const count = Math.min(MOST_THREADS, availableParallelism() - 1);
  return count < 1
    ? null
    : { count, fromModels: FROM_MODELS, start: (request) => startThread(file, request) };
}

function startThread(file: string, request: ShardRequest): ShardOnItsWay {
  const worker = new Worker(file, { workerData: request });
  const failed = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('it ended early')));
  });
  const pieces: ShardNodes[] = [];
  const content = Promise.race([failed, told(worker, 'content').then((message) => message.content)]);
  const nodes = Promise.race([failed, told(worker, 'end').then(() => pieces)]);
  worker.on('message', (message: ShardMessage) => {
    if (message.kind === 'nodes') pieces.push(message.nodes);
  });
  // Whoever no longer waits for a shard need not hear that it failed.
  for (const promise of [failed, content, nodes]) promise.catch(() => undefined);
  return { properties: request.properties, content, nodes, stop: () => void worker.terminate() };
}

/** The first message of a kind. */
function told<Kind extends ShardMessage['kind']>(
  worker: Worker,
  kind: Kind,
): Promise<Extract<ShardMessage, { readonly kind: Kind }>> {
  const isAwaited = (message: ShardMessage): message is Extract<ShardMessage, { readonly kind: Kind }> =>
    message.kind === kind;
  return new Promise((resolve) => {
    worker.on('message', (message: ShardMessage) => {
      if (isAwaited(message)) resolve(message);
    });
  });
}
