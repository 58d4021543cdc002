import { createHash } from 'node:crypto';
import path from 'node:path';
import { ProjectFailure } from '../errors/project-error.ts';
import type { Scope } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { baseScope } from './base-scope.ts';
import type { Flags } from './flags.ts';
import { installedPackages } from './installed-packages.ts';
import type { Json, JsonObject } from './json.ts';
import { loadProfile, profilesDirectory, type AdapterLoader } from './profiles.ts';
import { loadPackage, readProjectFile, type RawProject } from './project-config.ts';
import type { Package, Profile, Project } from './project.ts';
import { renderYaml } from './render-yaml.ts';
import { readTextFileIfAny } from './read-text-file.ts';
import { readTxConfig } from './read-tx-config.ts';
import { readYaml } from './yaml.ts';

/** What loading needs from outside. */
export interface LoadProjectContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly adapters: AdapterLoader;
  readonly startedAt: Date;
  readonly invocationId: string;
}

/**
 * Loads everything that is known before a model is read: dbt_project.yml, profile, packages, variables, selectors.
 * Throws ProjectFailure TX11xx.
 */
export async function loadProject(given: Flags, context: LoadProjectContext): Promise<Project> {
  const raw = readProjectFile(path.resolve(given.projectDir));
  const flags = { ...given, profilesDir: profilesDirectory(given, raw.root) };
  const { environment } = context;
  const varsFile = readVarsFile(raw);
  const cliVars = flags.vars;
  const vars: JsonObject = { ...(varsFile ?? {}), ...cliVars };
  const profile = await loadProfile({
    flags,
    projectDir: raw.root,
    projectProfile: typeof raw.value['profile'] === 'string' ? raw.value['profile'] : null,
    scope: baseScope({ environment, flags, vars: cliVars, allowSecrets: true }),
    adapters: context.adapters,
  });
  const target = fromJson(targetOf(profile));
  const scopeFor = (packageName: string): Scope =>
    baseScope({
      environment,
      flags,
      vars: scopedVars(vars, varsFile, packageName),
      allowSecrets: false,
      target,
    });
  const name = String(raw.value['name'] ?? '');
  const root = loadPackage(raw, scopeFor(name), true);
  const packages = installedPackages(root, scopeFor);
  return {
    flags,
    root,
    packages: packageMap(root, packages),
    profile,
    cliVars,
    varsFile,
    selectors: readSelectors(raw.root, scopeFor(name)),
    tx: await readTxConfig(raw.root),
    environment,
    startedAt: context.startedAt,
    invocationId: context.invocationId,
    targetDirectory: path.resolve(raw.root, flags.targetPath ?? root.targetPath),
  };
}

/** What templates see as `target`: the profile's public keys with dbt's names. */
export function targetOf(profile: Profile): JsonObject {
  const { credentials } = profile;
  return {
    ...(credentials.publicKeys as JsonObject),
    profile_name: profile.profileName,
    target_name: profile.targetName,
    name: profile.targetName,
    type: profile.adapter.name,
    threads: profile.threads,
    database: credentials.database,
    schema: credentials.schema,
  };
}

/** dbt's `project_id`: md5 of the project's name. */
export function projectId(name: string): string {
  return createHash('md5').update(name).digest('hex');
}

function scopedVars(vars: JsonObject, varsFile: JsonObject | null, packageName: string): JsonObject {
  const scoped: Json | undefined = varsFile?.[packageName];
  return scoped !== null && typeof scoped === 'object' && !Array.isArray(scoped) && scoped !== undefined
    ? { ...varsFile, ...(scoped as JsonObject), ...vars, ...(scoped as JsonObject) }
    : vars;
}

function packageMap(root: Package, packages: readonly Package[]): ReadonlyMap<string, Package> {
  const map = new Map([[root.name, root]]);
  for (const item of packages) {
    if (map.has(item.name)) {
      throw new ProjectFailure({
        code: 'TX1102',
        message: `Two packages have the name '${item.name}': ${map.get(item.name)?.root} and ${item.root}`,
        hint: 'Rename one of them, or remove the duplicate folder from the packages folder.',
        location: { file: 'dbt_project.yml' },
      });
    }
    map.set(item.name, item);
  }
  return map;
}

function readVarsFile(raw: RawProject): JsonObject | null {
  const text = readTextFileIfAny(path.join(raw.root, 'vars.yml'));
  if (text === null) return null;
  const value = readYaml(text, 'vars.yml').value as JsonObject | null;
  const vars = (value?.['vars'] ?? {}) as JsonObject;
  if (raw.value['vars'] !== undefined && Object.keys(vars).length > 0) {
    throw new ProjectFailure({
      code: 'TX1102',
      message: 'Variables are defined both in vars.yml and in dbt_project.yml',
      hint: 'Keep them in one of the two files.',
      location: { file: 'vars.yml' },
    });
  }
  return vars;
}

function readSelectors(root: string, scope: Scope): Json | null {
  const text = readTextFileIfAny(path.join(root, 'selectors.yml'));
  if (text === null) return null;
  const value = readYaml(text, 'selectors.yml').value as JsonObject | null;
  const selectors = value?.['selectors'];
  if (!Array.isArray(selectors)) {
    throw new ProjectFailure({
      code: 'TX1107',
      message: "Could not read selectors.yml: it has no list under 'selectors'",
      location: { file: 'selectors.yml' },
    });
  }
  return renderYaml(selectors as Json, scope, 'selectors.yml');
}
