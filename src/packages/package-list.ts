import path from 'node:path';
import { baseScope } from '../config/base-scope.ts';
import type { Flags } from '../config/flags.ts';
import type { Json, JsonObject } from '../config/json.ts';
import { readTextFileIfAny } from '../config/read-text-file.ts';
import { renderYaml } from '../config/render-yaml.ts';
import { readYaml } from '../config/yaml.ts';
import type { Scope } from '../template/value.ts';

/** What texts of packages.yml may look at. */
export interface InstallContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly flags: Flags;
}

/** The entries of packages.yml or dependencies.yml, as Jinja gives them and as they are written. */
export interface PackageList {
  readonly file: string;
  readonly rendered: readonly Json[];
  readonly written: readonly Json[];
}

/** No profile is read to install packages: `target` is there, and empty. */
export function installScope({ environment, flags }: InstallContext): Scope {
  return baseScope({ environment, flags, vars: flags.vars, allowSecrets: true, target: new Map() });
}

/** What a project depends on: packages.yml (with Jinja), else dependencies.yml (without). Throws ProjectFailure. */
export function packageList(root: string, context: InstallContext): PackageList {
  for (const file of ['packages.yml', 'dependencies.yml']) {
    const text = readTextFileIfAny(path.join(root, file));
    if (text === null) continue;
    const written = entriesOf(readYaml(text, file).value);
    if (written.length === 0) continue;
    const rendered =
      file === 'packages.yml' ? renderYaml(written as Json, installScope(context), file) : written;
    return { file, rendered: rendered as readonly Json[], written };
  }
  return { file: 'packages.yml', rendered: [], written: [] };
}

function entriesOf(value: Json): readonly Json[] {
  const list = value === null ? null : (value as JsonObject)['packages'];
  return Array.isArray(list) ? (list as readonly Json[]) : [];
}
