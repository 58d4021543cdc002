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
  const pieces: ShardNodes[] = [];
  worker.on('message', (message: ShardMessage) => {
    if (message.kind === 'nodes') pieces.push(message.nodes);
  });
  const content = told(worker, (message) => (message.kind === 'content' ? message.content : undefined));
  const nodes = told(worker, (message) => (message.kind === 'end' ? pieces : undefined));
  // Whoever no longer waits for a shard need not hear that it failed.
  for (const promise of [content, nodes]) promise.catch(() => undefined);
  return { properties: request.properties, content, nodes, stop: () => void worker.terminate() };
}

/**
 * What the thread tells by its first message that `read` finds something in. A thread may end before its last messages are
 * looked at, which Node hands over first: what comes first is what settles the promise.
 */
function told<T>(worker: Worker, read: (message: ShardMessage) => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: ShardMessage) => {
      const found = read(message);
      if (found !== undefined) resolve(found);
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('it ended early')));
  });
}
