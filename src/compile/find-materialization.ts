import { ProjectFailure } from '../errors/project-error.ts';
import { suggest } from '../errors/did-you-mean.ts';
import type { MacroNode, SqlNode } from '../graph/node.ts';
import { materializations } from '../materializations/index.ts';
import type { Materialization } from '../materializations/plan-types.ts';
import type { RunEnvironment } from './run-environment.ts';

/** The materialization of a node: one that ships with tx, or a macro that the project or a package wrote. */
export type FoundMaterialization =
  | { readonly kind: 'built-in'; readonly materialization: Materialization }
  | { readonly kind: 'macro'; readonly macro: MacroNode };

/**
 * Finds a node's materialization by dbt's rule: one for the adapter beats the default; the root project's beats the
 * built-in, and a package's serves only where tx has none of that name. Throws ProjectFailure when there is none.
 */
export function findMaterialization(env: RunEnvironment, node: SqlNode): FoundMaterialization {
  const name = String(node.config['materialized']);
  const builtIn: Materialization | undefined = Object.hasOwn(materializations, name)
    ? materializations[name as keyof typeof materializations]
    : undefined;
  const { adapter } = env.project.profile;
  const packages = [...env.project.packages.keys()];
  for (const target of [adapter.name, ...adapter.parents, 'default']) {
    for (const packageName of packages) {
      const isRoot = packageName === env.project.root.name;
      if (!isRoot && builtIn !== undefined) continue;
      const macro = env.manifest.macros.get(`macro.${packageName}.materialization_${name}_${target}`);
      if (macro) return { kind: 'macro', macro };
    }
  }
  if (builtIn) return { kind: 'built-in', materialization: builtIn };
  throw unknownMaterialization(env, node, name);
}

function unknownMaterialization(env: RunEnvironment, node: SqlNode, name: string): ProjectFailure {
  const suggestion = suggest(name, Object.keys(materializations));
  return new ProjectFailure({
    code: 'TX3204',
    message: `No materialization '${name}' was found for adapter ${env.project.profile.adapter.name}! (searched types 'default' and '${env.project.profile.adapter.name}')`,
    ...(suggestion ? { hint: `Did you mean '${suggestion}'?` } : {}),
    location: { file: node.originalFilePath },
    nodeId: node.uniqueId,
  });
}
