import { suggest } from '../errors/did-you-mean.ts';
import { defineFunction } from '../template/define-function.ts';
import { TemplateFault } from '../template/runtime/template-fault.ts';
import type { TemplateFunction, Value } from '../template/value.ts';
import { SECRET_PREFIX } from './secrets.ts';

/** What `env_var()` may read, and who is told of it. */
export interface EnvVarOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Secrets may be read in profiles.yml and packages.yml only. */
  readonly allowSecrets: boolean;
  /** Told of every variable read, with its value; null when it was missing and the default was taken. */
  readonly onRead?: (name: string, value: string | null) => void;
}

/** dbt's `env_var(name, default)`. Fails for a missing variable without a default, and for secrets outside their places. */
export function envVarFunction(options: EnvVarOptions): TemplateFunction {
  return defineFunction('env_var', [{ name: 'var' }, { name: 'default', default: null }], (args) => {
    const name = String(args['var']);
    if (name.startsWith(SECRET_PREFIX) && !options.allowSecrets) {
      throw new TemplateFault(
        `Secret env vars are allowed only in profiles.yml or packages.yml. Found '${name}' referenced elsewhere.`,
      );
    }
    const value = options.environment[name];
    options.onRead?.(name, value ?? null);
    if (value !== undefined) return value;
    const otherwise = args['default'] as Value;
    if (otherwise !== null) return otherwise;
    const near = suggest(name, Object.keys(options.environment));
    throw new TemplateFault(
      `Env var required but not provided: '${name}'`,
      near
        ? `Did you mean '${near}'? Else set it, or give a default: env_var('${name}', '…').`
        : `Set it, or give a default: env_var('${name}', '…').`,
    );
  });
}
