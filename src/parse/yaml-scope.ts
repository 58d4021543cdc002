import { envVarFunction } from '../config/env-var.ts';
import { mapScope } from '../config/render-yaml.ts';
import type { Project } from '../config/project.ts';
import type { Scope, Value } from '../template/value.ts';
import { projectValues } from './project-values.ts';
import { noteRead } from './read-log.ts';
import { VarFunction } from './var-function.ts';

/** Gives the names that YAML values see in files of a package: variables, environment, target and plain functions. */
export function yamlScopes(project: Project): (packageName: string) => Scope {
  const scopes = new Map<string, Scope>();
  const values = projectValues(project);
  return (packageName) => {
    const known = scopes.get(packageName);
    if (known) return known;
    const own = new Map<string, Value>([
      ['var', new VarFunction({ project, packageName, missing: 'error', nodeName: '<Configuration>' })],
      [
        'env_var',
        envVarFunction({
          environment: project.environment,
          allowSecrets: false,
          onRead: (name) => noteRead(project, { kind: 'env', name }),
        }),
      ],
    ]);
    const scope = mapScope(own, { lookup: values.lookup, names: values.names });
    scopes.set(packageName, scope);
    return scope;
  };
}
