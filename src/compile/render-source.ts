import type { SourceNode } from '../graph/node.ts';
import { hasTags } from '../template/has-tags.ts';
import { compileAsync } from '../template/compile-template.ts';
import { parseTemplate } from '../template/parse-template.ts';
import { inlineNode } from './inline-node.ts';
import { createNodeScope } from './node-scope.ts';
import type { NodeSession } from './node-session.ts';
import type { RunEnvironment } from './run-environment.ts';
import { sourceValue } from './source-relation.ts';

/** Renders a source's `loaded_at_query`, in which `this` is the source. */
export async function renderSourceQuery(
  env: RunEnvironment,
  node: SourceNode,
  session: NodeSession,
  query: string,
): Promise<string> {
  if (!hasTags(query)) return query;
  const extra = new Map([['this', sourceValue(node, env)]]);
  const scope = createNodeScope(env, inlineNode(env.project, '', node.name), session, {
    extra,
    anyReference: true,
  });
  return compileAsync(parseTemplate(query, { file: node.originalFilePath }))(scope);
}
