import type { OperationNode } from '../graph/node.ts';
import { compileAsync } from '../template/compile-template.ts';
import { parseTemplate } from '../template/parse-template.ts';
import type { Value } from '../template/value.ts';
import { createNodeScope } from './node-scope.ts';
import type { NodeSession } from './node-session.ts';
import type { RunEnvironment } from './run-environment.ts';

/** Renders an on-run-start or on-run-end hook; `variables` are what on-run-end sees beside the usual names. */
export async function compileOperation(
  env: RunEnvironment,
  node: OperationNode,
  session: NodeSession,
  variables: ReadonlyMap<string, Value>,
): Promise<string> {
  const scope = createNodeScope(env, node, session, { extra: variables, anyReference: true });
  return compileAsync(parseTemplate(node.rawCode, { file: node.originalFilePath }))(scope);
}
