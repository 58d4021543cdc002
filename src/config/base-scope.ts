import type { Scope, Value } from '../template/value.ts';
import { TemplateFault } from '../template/runtime/template-fault.ts';
import { defineFunction } from '../template/define-function.ts';
import { baseFunctions } from '../template/functions/index.ts';
import { fromJson } from '../template/values/from-json.ts';
import { DBT_COMPATIBLE_VERSION } from './dbt-version.ts';
import { envVarFunction } from './env-var.ts';
import { FlagsObject } from './flags-object.ts';
import type { Flags } from './flags.ts';
import type { JsonObject } from './json.ts';
import { mapScope } from './render-yaml.ts';

/** What the functions that every template sees depend on. */
export interface BaseScopeOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly flags: Flags;
  readonly vars: JsonObject;
  readonly allowSecrets: boolean;
  /** `target`, where the profile is known already. */
  readonly target?: Value;
}

/** What dbt_project.yml, profiles.yml, packages.yml and selectors.yml may use in their Jinja, as dbt's base context. */
export function baseScope(options: BaseScopeOptions): Scope {
  const { vars } = options;
  const values = new Map<string, Value>([
    ...baseFunctions(),
    ['flags', new FlagsObject(options.flags)],
    ['dbt_version', DBT_COMPATIBLE_VERSION],
    ['env_var', envVarFunction(options)],
    [
      'var',
      defineFunction('var', [{ name: 'name' }, { name: 'default', default: null }], (args) => {
        const name = String(args['name']);
        if (Object.hasOwn(vars, name)) return fromJson(vars[name]);
        if (args['default'] !== null) return args['default'] as Value;
        throw new TemplateFault(
          `Required var '${name}' not found in config:\nVars supplied to <Configuration> = ${JSON.stringify(vars)}`,
        );
      }),
    ],
  ]);
  if (options.target !== undefined) values.set('target', options.target);
  return mapScope(values);
}
