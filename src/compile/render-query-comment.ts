import { envVarFunction } from '../config/env-var.ts';
import type { Project } from '../config/project.ts';
import { nodeToJson } from '../graph/node-json.ts';
import type { GraphNode } from '../graph/node.ts';
import type { MacroLibrary } from '../parse/macro-library.ts';
import { createSharedScope } from '../parse/shared-scope.ts';
import { VarFunction } from '../parse/var-function.ts';
import { hasTags } from '../template/has-tags.ts';
import { compileSync } from '../template/compile-template.ts';
import { parseTemplate } from '../template/parse-template.ts';
import type { Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';

/**
 * Renders the template of `query-comment`, which sees `node` (none for statements of no node), `connection_name`,
 * `target`, vars and the project's macros. Throws ProjectFailure.
 */
export function renderQueryComment(
  text: string,
  project: Project,
  macros: MacroLibrary,
  node: GraphNode | null,
): string {
  if (!hasTags(text)) return text;
  const packageName = node?.packageName ?? project.root.name;
  const scope = createSharedScope({
    project,
    macros,
    packageName,
    flavour: 'sync',
    values: {
      node: (): Value => (node === null ? null : fromJson(nodeToJson(node))),
      connection_name: () => node?.uniqueId ?? 'master',
      var: () => new VarFunction({ project, packageName, missing: 'error', nodeName: 'query-comment' }),
      env_var: () => envVarFunction({ environment: project.environment, allowSecrets: false }),
    },
    builtInMacro: () => undefined,
    builtInMacroNames: () => [],
  });
  return compileSync(parseTemplate(text, { file: 'dbt_project.yml' }))(scope);
}
