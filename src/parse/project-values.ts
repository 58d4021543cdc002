import { DBT_COMPATIBLE_VERSION } from '../config/dbt-version.ts';
import { FlagsObject, invocationArguments } from '../config/flags-object.ts';
import type { Project } from '../config/project.ts';
import { baseFunctions } from '../template/functions/index.ts';
import { pythonModules } from '../template/modules/index.ts';
import { datetimeFromInstant } from '../template/modules/datetime-from-instant.ts';
import type { Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { noteRead } from './read-log.ts';
import { returnFunction, targetObject } from './scope-objects.ts';

/** Names that mean the same for every node of a project. */
export interface ProjectValues {
  lookup(name: string): Value | undefined;
  names(): Iterable<string>;
}

const known = new WeakMap<Project, ProjectValues>();

/** The values of a project's templates that depend on no node, each made once, when first used. */
export function projectValues(project: Project): ProjectValues {
  const existing = known.get(project);
  if (existing) return existing;
  const makers = valueMakers(project);
  const made = new Map<string, Value>(baseFunctions());
  const values: ProjectValues = {
    lookup(name) {
      const kind = CHANGING.get(name);
      if (kind !== undefined) noteRead(project, { kind });
      const value = made.get(name);
      if (value !== undefined) return value;
      const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
      if (make === undefined) return undefined;
      const fresh = make();
      made.set(name, fresh);
      return fresh;
    },
    names: () => new Set([...made.keys(), ...Object.keys(makers)]),
  };
  known.set(project, values);
  return values;
}

/** Names whose values the command line or the clock may change; `modules` tells the time. */
const CHANGING: ReadonlyMap<string, 'invocation' | 'threads'> = new Map([
  ['run_started_at', 'invocation'],
  ['invocation_id', 'invocation'],
  ['invocation_args_dict', 'invocation'],
  ['dbt_metadata_envs', 'invocation'],
  ['modules', 'invocation'],
  ['target', 'threads'],
  ['env', 'threads'],
]);

function valueMakers(project: Project): Readonly<Record<string, () => Value>> {
  const { flags } = project;
  return {
    target: () => targetObject(project),
    env: () => targetObject(project),
    project_name: () => project.root.name,
    dbt_version: () => DBT_COMPATIBLE_VERSION,
    modules: pythonModules,
    run_started_at: () => datetimeFromInstant(project.startedAt),
    invocation_id: () => project.invocationId,
    invocation_args_dict: () => invocationArguments(flags),
    thread_id: () => 'Thread-1',
    flags: () => new FlagsObject(flags, (name) => noteRead(project, { kind: 'flag', name })),
    return: () => returnFunction,
    dbt_metadata_envs: () => metadataEnvironment(project),
    selected_resources: () => [],
  };
}

const METADATA_PREFIX = 'DBT_ENV_CUSTOM_ENV_';

function metadataEnvironment(project: Project): Value {
  const entries = Object.entries(project.environment)
    .filter(([name]) => name.startsWith(METADATA_PREFIX))
    .map(([name, value]) => [name.slice(METADATA_PREFIX.length), value ?? ''] as const);
  return fromJson(Object.fromEntries(entries));
}
