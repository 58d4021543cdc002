import { targetOf } from '../config/load-project.ts';
import { invocationArguments } from '../config/flags-object.ts';
import type { JsonObject } from '../config/json.ts';
import type { Package, Project } from '../config/project.ts';
import { TemplateFunction, type Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { noteRead } from './read-log.ts';
import { LookupObject } from './scope-objects.ts';

/**
 * `builtins.ref.config`: the settings of the project and its invocation, by the names of dbt's RuntimeConfig, and those of
 * its packages under `dependencies`. Packages read there what no other name tells, e.g. the version of one of them.
 * Credentials are those of `target`: without secrets.
 */
export function runtimeConfig(project: Project): Value {
  noteRead(project, { kind: 'invocation' });
  const { root, packages, profile, cliVars, flags } = project;
  return objectOf({
    ...settingsOf(root),
    profile_name: () => profile.profileName,
    target_name: () => profile.targetName,
    threads: () => profile.threads,
    credentials: () => fromJson(targetOf(profile)),
    cli_vars: () => fromJson(cliVars),
    args: () => invocationArguments(flags),
    dependencies: () =>
      new Map<Value, Value>([...packages.values()].map((pkg) => [pkg.name, objectOf(settingsOf(pkg))])),
  });
}

type Settings = Readonly<Record<string, () => Value>>;

function settingsOf(pkg: Package): Settings {
  const { paths, sections } = pkg;
  const plain: JsonObject = {
    project_name: pkg.name,
    version: pkg.version,
    project_root: pkg.root,
    model_paths: paths.model,
    seed_paths: paths.seed,
    test_paths: paths.test,
    snapshot_paths: paths.snapshot,
    macro_paths: paths.macro,
    analysis_paths: paths.analysis,
    docs_paths: paths.docs,
    function_paths: paths.function,
    target_path: pkg.targetPath,
    packages_install_path: pkg.packagesInstallPath,
    clean_targets: pkg.cleanTargets,
    quoting: pkg.quoting,
    on_run_start: pkg.onRunStart,
    on_run_end: pkg.onRunEnd,
    restrict_access: pkg.restrictAccess,
    dispatch: pkg.dispatch.map(({ macroNamespace, searchOrder }) => ({
      macro_namespace: macroNamespace,
      search_order: searchOrder,
    })),
    ...Object.fromEntries(
      Object.entries(sections).map(([section, tree]) => [section.replaceAll('-', '_'), tree]),
    ),
  };
  return {
    ...Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, () => fromJson(value)])),
    vars: () => varsOf(pkg),
  };
}

/** The variables of a package, as the object that dbt has for them. */
function varsOf({ vars }: Package): Value {
  const all = () => fromJson(vars);
  return objectOf({ vars: all, to_dict: () => new TemplateFunction('to_dict', all) });
}

function objectOf(settings: Settings): LookupObject {
  return new LookupObject(
    (name) => (Object.hasOwn(settings, name) ? settings[name]?.() : undefined),
    () => Object.keys(settings),
  );
}
