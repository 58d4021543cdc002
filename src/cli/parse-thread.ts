import { loadProject, type LoadProjectContext } from '../config/load-project.ts';
import { parseShard, takeShard } from '../parse/shards/parse-shard.ts';
import type { ShardContent, ShardNodes, ShardRequest } from '../parse/shards/shard.ts';
import { applyTemplateTimeout } from './template-timeout.ts';

/** What a thread tells of the shard that it parses. */
export type ShardMessage =
  | { readonly kind: 'content'; readonly content: ShardContent }
  | { readonly kind: 'nodes'; readonly nodes: ShardNodes }
  | { readonly kind: 'end' };

/** Parses a shard in the thread that calls it, under the settings of the invocation that asks. Throws what parsing throws. */
export async function parseInThread(
  request: ShardRequest,
  adapters: LoadProjectContext['adapters'],
  post: (message: ShardMessage) => void,
): Promise<void> {
  const { flags, environment, startedAt, invocationId } = request;
  applyTemplateTimeout(flags);
  const project = await loadProject(flags, { environment, adapters, startedAt, invocationId });
  const taken = takeShard(request);
  post({ kind: 'content', content: taken.content });
  for (const nodes of parseShard(project, request.files, taken)) post({ kind: 'nodes', nodes });
  post({ kind: 'end' });
}
