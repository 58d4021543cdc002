import type { SqlNode } from '../graph/node.ts';
import { hasTags } from '../template/has-tags.ts';
import { compileAsync } from '../template/compile-template.ts';
import { parseTemplate } from '../template/parse-template.ts';
import type { Value } from '../template/value.ts';
import type { CompiledNode } from './compile-node.ts';
import { createNodeScope } from './node-scope.ts';
import type { NodeSession } from './node-session.ts';
import type { RunEnvironment } from './run-environment.ts';

/** Renders a text of a node (a hook) when its turn comes: `this`, `model`, `sql` and the warehouse are there. */
export async function renderInNode(
  env: RunEnvironment,
  compiled: CompiledNode<SqlNode>,
  session: NodeSession,
  text: string,
): Promise<string> {
  if (!hasTags(text)) return text;
  const { node } = compiled;
  const extra = new Map<string, Value>([
    ['sql', compiled.sql],
    ['compiled_code', compiled.sql],
  ]);
  const scope = createNodeScope(env, node, session, { extra, anyReference: true, batch: compiled.batch });
  return compileAsync(parseTemplate(text, { file: node.originalFilePath }))(scope);
}
