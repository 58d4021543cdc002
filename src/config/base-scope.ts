import { TemplateFunction, type KeywordArguments, type Scope, type Value } from '../template/value.ts';
import { TemplateFault } from '../template/runtime/template-fault.ts';
import { bindArguments } from '../template/define-function.ts';
import { baseFunctions } from '../template/functions/index.ts';
import { fromJson } from '../template/values/from-json.ts';
import { toText } from '../template/values/to-text.ts';
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

/** A default counts as one where it is none, too. */
function varFunction(vars: JsonObject): TemplateFunction {
  const has = (name: string): boolean => Object.hasOwn(vars, name);
  const invoke = (args: readonly Value[], kwargs: KeywordArguments): Value => {
    const { bound } = bindArguments('var', PARAMETERS, args, kwargs, false);
    const name = toText(bound['var_name'] ?? null);
    if (has(name)) return fromJson(vars[name]);
    if (args.length > 1 || kwargs?.has('default') === true) return bound['default'] ?? null;
    throw new TemplateFault(
      `Required var '${name}' not found in config:\nVars supplied to <Configuration> = ${JSON.stringify(vars)}`,
    );
  };
  const hasVar = new TemplateFunction('has_var', ([name]) => has(toText(name ?? null)));
  return new TemplateFunction('var', invoke, (name) => (name === 'has_var' ? hasVar : undefined));
}

const PARAMETERS = [{ name: 'var_name' }, { name: 'default', default: null }];

/** What dbt_project.yml, profiles.yml, packages.yml and selectors.yml may use in their Jinja, as dbt's base context. */
export function baseScope(options: BaseScopeOptions): Scope {
  const { vars } = options;
  const values = new Map<string, Value>([
    ...baseFunctions(),
    ['flags', new FlagsObject(options.flags)],
    ['dbt_version', DBT_COMPATIBLE_VERSION],
    ['env_var', envVarFunction(options)],
    ['var', varFunction(vars)],
  ]);
  if (options.target !== undefined) values.set('target', options.target);
  return mapScope(values);
}
