import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Adapter } from '../adapter-api/adapter.ts';
import { suggest } from '../errors/did-you-mean.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { Scope } from '../template/value.ts';
import type { Flags } from './flags.ts';
import type { Json, JsonObject } from './json.ts';
import type { Profile } from './project.ts';
import { readTextFile } from './read-text-file.ts';
import { renderYaml } from './render-yaml.ts';
import { readYaml } from './yaml.ts';

/** Gives the adapter of a profile's `type`; null when there is none, with the names there are. */
export interface AdapterLoader {
  readonly names: readonly string[];
  load(type: string): Promise<Adapter | null>;
}

/** Where profiles.yml is looked for: the flag or its environment variable, the working directory, `~/.dbt`. */
export function profilesDirectory(flags: Pick<Flags, 'profilesDir'>, projectDir: string): string {
  if (flags.profilesDir !== null) return path.resolve(flags.profilesDir);
  const here = [process.cwd(), projectDir].find((folder) => existsSync(path.join(folder, 'profiles.yml')));
  return here ?? path.join(homedir(), '.dbt');
}

/** What is asked for on the command line and in the project, to find a profile and its target. */
export interface ProfileRequest {
  readonly flags: Flags;
  readonly projectDir: string;
  /** `profile:` of dbt_project.yml. */
  readonly projectProfile: string | null;
  readonly scope: Scope;
  readonly adapters: AdapterLoader;
}

/** The profile and target to use. Throws ProjectFailure when they cannot be found or their output is wrong. */
export async function loadProfile(request: ProfileRequest): Promise<Profile> {
  const { flags, scope } = request;
  const directory = profilesDirectory(flags, request.projectDir);
  const file = path.join(directory, 'profiles.yml');
  const text = readTextFile(file, () => ({
    code: 'TX1104',
    message: `Could not find profile named '${flags.profile ?? request.projectProfile ?? 'default'}': there is no profiles.yml in ${directory}`,
    hint: 'Write one there, or name its folder with --profiles-dir or DBT_PROFILES_DIR.',
    location: { file },
  }));
  const profiles = objectOf(readYaml(text, file).value);
  const profileName = renderName(flags.profile ?? request.projectProfile, scope, file);
  if (profileName === null) {
    throw missing(
      'dbt_project.yml names no profile',
      'Add profile: NAME to dbt_project.yml, or pass --profile.',
      file,
    );
  }
  const profile = profiles[profileName];
  if (profile === undefined) throw unknownName('profile', profileName, Object.keys(profiles), file);
  const settings = objectOf(profile);
  const outputs = objectOf(settings['outputs']);
  const target =
    renderName(flags.target ?? (settings['target'] as string | undefined) ?? 'default', scope, file) ??
    'default';
  if (outputs[target] === undefined)
    throw unknownName('target', target, Object.keys(outputs), file, profileName);
  const output = renderYaml(outputs[target] as Json, scope, file) as JsonObject;
  return openProfile(output, { profileName, targetName: target, file, flags, adapters: request.adapters });
}

async function openProfile(
  output: JsonObject,
  facts: {
    readonly profileName: string;
    readonly targetName: string;
    readonly file: string;
    readonly flags: Flags;
    readonly adapters: AdapterLoader;
  },
): Promise<Profile> {
  const { file, adapters, flags } = facts;
  const type = output['type'];
  if (typeof type !== 'string') {
    throw missing(
      `target '${facts.targetName}' of profile '${facts.profileName}' has no type`,
      `Add type: ${adapters.names.join(' | ')}.`,
      file,
    );
  }
  const adapter = await adapters.load(type);
  if (adapter === null) {
    const near = suggest(type, adapters.names);
    throw missing(
      `Could not find adapter type ${type}, which target '${facts.targetName}' of profile '${facts.profileName}' asks for`,
      near ? `Did you mean '${near}'?` : `Adapters: ${adapters.names.join(', ')}.`,
      file,
    );
  }
  const threads = flags.threads ?? Number(output['threads'] ?? 1);
  if (!Number.isInteger(threads) || threads < 1) {
    throw missing(
      `threads must be a whole number above 0, not ${String(output['threads'])}`,
      'Set threads: 4, say.',
      file,
    );
  }
  return {
    profileName: facts.profileName,
    targetName: facts.targetName,
    threads,
    adapter,
    credentials: namingProfile(facts, () => adapter.parseCredentials(output, { profileFile: file })),
  };
}

/** Faults of credentials say which profile and target they stand in. */
function namingProfile<T>(
  { profileName, targetName }: { readonly profileName: string; readonly targetName: string },
  read: () => T,
): T {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof ProjectFailure)) throw thrown;
    const where = `Credentials in profile '${profileName}', target '${targetName}' are not valid`;
    throw new ProjectFailure(
      thrown.errors.map((error) => ({ ...error, message: `${where}: ${error.message}` })),
    );
  }
}

function renderName(name: string | null, scope: Scope, file: string): string | null {
  return name === null ? null : String(renderYaml(name, scope, file));
}

function objectOf(value: Json | undefined): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {};
}

function missing(message: string, hint: string, file: string): ProjectFailure {
  return new ProjectFailure({ code: 'TX1104', message, hint, location: { file } });
}

function unknownName(
  kind: 'profile' | 'target',
  name: string,
  known: readonly string[],
  file: string,
  profile?: string,
): ProjectFailure {
  const near = suggest(name, known);
  const message =
    kind === 'profile'
      ? `Could not find profile named '${name}'`
      : `The profile '${profile ?? ''}' does not have a target named '${name}'`;
  const list =
    known.length > 0
      ? `There ${known.length === 1 ? 'is' : 'are'}: ${known.join(', ')}.`
      : `${file} has none.`;
  return missing(message, near ? `Did you mean '${near}'? ${list}` : list, file);
}
