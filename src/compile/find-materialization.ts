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
 * built-in, and a package's serves only where tx has none of that name, unless the project's flag lets it. Throws
 * ProjectFailure when there is none.
 */
export function findMaterialization(env: RunEnvironment, node: SqlNode): FoundMaterialization {
  const name = String(node.config['materialized']);
  const builtIn: Materialization | undefined = Object.hasOwn(materializations, name)
    ? materializations[name as keyof typeof materializations]
    : undefined;
  const macro = findMacro(env, name, builtIn !== undefined);
  if (macro) return { kind: 'macro', macro };
  if (builtIn) return { kind: 'built-in', materialization: builtIn };
  throw unknownMaterialization(env, node, name);
}

/** The macro by which the project runs its data tests; null where they are run as ever. */
export function findTestMaterialization(env: RunEnvironment): MacroNode | null {
  return findMacro(env, 'test', true);
}

function findMacro(env: RunEnvironment, name: string, hasBuiltIn: boolean): MacroNode | null {
  const { profile, packages, root } = env.project;
  const { adapter } = profile;
  for (const target of [adapter.name, ...adapter.parents, 'default']) {
    for (const packageName of packages.keys()) {
      if (packageName !== root.name && hasBuiltIn && !packagesMayReplace(env)) continue;
      const macro = env.manifest.macros.get(`macro.${packageName}.materialization_${name}_${target}`);
      if (macro) return macro;
    }
  }
  return null;
}

/** dbt's flag of the project for packages that replace what ships with it. */
function packagesMayReplace({ project }: RunEnvironment): boolean {
  return (
    project.flags.projectFlags['require_explicit_package_overrides_for_builtin_materializations'] === false
  );
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
