import { checkWarningName } from './warn-error.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { Flags, WarnErrorOptions } from './flags.ts';
import type { Json, JsonObject } from './json.ts';

/** Flags as given on the command line; a flag that was not given is absent. */
export type CommandLineFlags = Partial<Flags> & Pick<Flags, 'which' | 'command' | 'vars'>;

type Reader<T> = (value: Json, name: string) => T;

const bool: Reader<boolean> = (value, name) => {
  if (typeof value === 'boolean') return value;
  const text = String(value).toLowerCase();
  if (['1', 'true', 't', 'yes', 'y', 'on'].includes(text)) return true;
  if (['0', 'false', 'f', 'no', 'n', 'off', ''].includes(text)) return false;
  throw refused(name, value, 'true or false');
};
const text: Reader<string> = (value) => String(value);
const nullableText: Reader<string | null> = (value) =>
  value === null || value === '' ? null : String(value);
const integer: Reader<number> = (value, name) => {
  const number = Number(value);
  if (!Number.isFinite(number)) throw refused(name, value, 'a number');
  return number;
};
const oneOf =
  <T extends string>(...choices: readonly T[]): Reader<T> =>
  (value, name) => {
    const found = choices.find((choice) => choice === String(value).toLowerCase());
    if (found === undefined) throw refused(name, value, choices.join(', '));
    return found;
  };
const words: Reader<readonly string[]> = (value) =>
  Array.isArray(value)
    ? value.map(String)
    : String(value)
        .split(/\s+/)
        .filter((word) => word !== '');

function refused(name: string, value: Json, wanted: string): ProjectFailure {
  return new ProjectFailure({
    code: 'TX1121',
    message: `Invalid value for ${name}: '${String(value)}' is not one of ${wanted}`,
  });
}

const LEVEL = oneOf('debug', 'info', 'warn', 'error', 'none');
const FORMAT = oneOf('text', 'json', 'debug', 'default');

/** Every flag that the environment or `flags:` may set: its name there, how it is read, its default. */
const SETTINGS = {
  projectDir: ['project_dir', text, '.'],
  profilesDir: ['profiles_dir', nullableText, null],
  profile: ['profile', nullableText, null],
  target: ['target', nullableText, null],
  targetPath: ['target_path', nullableText, null],
  logPath: ['log_path', nullableText, null],
  resourceTypes: ['resource_types', words, []],
  excludeResourceTypes: ['exclude_resource_types', words, []],
  indirectSelection: ['indirect_selection', oneOf('eager', 'cautious', 'buildable', 'empty'), 'eager'],
  fullRefresh: ['full_refresh', bool, false],
  empty: ['empty', bool, false],
  sample: ['sample', nullableText, null],
  storeFailures: ['store_failures', bool, false],
  failFast: ['fail_fast', bool, false],
  state: ['state', nullableText, null],
  deferState: ['defer_state', nullableText, null],
  defer: ['defer', bool, false],
  favorState: ['favor_state', bool, false],
  warnError: ['warn_error', bool, false],
  logFormat: ['log_format', FORMAT, 'default'],
  logFormatFile: ['log_format_file', FORMAT, 'debug'],
  logLevel: ['log_level', LEVEL, 'info'],
  logLevelFile: ['log_level_file', LEVEL, 'debug'],
  quiet: ['quiet', bool, false],
  debug: ['debug', bool, false],
  printerWidth: ['printer_width', integer, 80],
  print: ['print', bool, true],
  writeJson: ['write_json', bool, true],
  partialParse: ['partial_parse', bool, true],
  populateCache: ['populate_cache', bool, true],
  cacheSelectedOnly: ['cache_selected_only', bool, false],
  introspect: ['introspect', bool, true],
  versionCheck: ['version_check', bool, true],
  maximumSeedSizeMib: ['maximum_seed_size_mib', integer, 1],
} as const satisfies Partial<Record<keyof Flags, readonly [string, Reader<unknown>, unknown]>>;

/** Defaults of flags that only the command line sets. */
const COMMAND_LINE_ONLY = {
  threads: null,
  select: [],
  exclude: [],
  selector: null,
  models: [],
  eventTimeStart: null,
  eventTimeEnd: null,
  dryRun: false,
  batchTests: true,
  show: false,
} as const;

const NO_OPTIONS: WarnErrorOptions = { error: [], warn: [], silence: [] };

/** The places that flags come from, the strongest first. */
export interface FlagSources {
  readonly commandLine: CommandLineFlags;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `flags:` of dbt_project.yml. */
  readonly projectFlags: JsonObject;
}

/** Flags by precedence: command line > DBT_X / DBT_ENGINE_X > `flags:` > default. Throws ProjectFailure TX1121. */
export function resolveFlags({ commandLine, environment, projectFlags }: FlagSources): Flags {
  const resolved: Record<string, unknown> = { ...COMMAND_LINE_ONLY };
  for (const [flag, [name, read, otherwise]] of Object.entries(SETTINGS)) {
    const variable = name.toUpperCase();
    const fromEnvironment = environment[`DBT_ENGINE_${variable}`] ?? environment[`DBT_${variable}`];
    if (fromEnvironment !== undefined && fromEnvironment !== '') {
      resolved[flag] = (read as Reader<unknown>)(fromEnvironment, `DBT_${variable}`);
    } else if (projectFlags[name] !== undefined && projectFlags[name] !== null) {
      resolved[flag] = (read as Reader<unknown>)(projectFlags[name] as Json, `flags: ${name}`);
    } else resolved[flag] = otherwise;
  }
  resolved['useColors'] = colors(environment, projectFlags);
  resolved['warnErrorOptions'] = warnErrorOptions(
    environment['DBT_WARN_ERROR_OPTIONS'] ?? projectFlags['warn_error_options'],
  );
  const given = Object.fromEntries(Object.entries(commandLine).filter(([, value]) => value !== undefined));
  return { ...(resolved as unknown as Flags), projectFlags, ...given };
}

function colors(environment: FlagSources['environment'], projectFlags: JsonObject): boolean | null {
  const value = environment['DBT_USE_COLORS'] ?? projectFlags['use_colors'];
  return value === undefined || value === null || value === '' ? null : bool(value as Json, 'DBT_USE_COLORS');
}

/**
 * Reads `warn_error_options`: a dictionary (or its YAML/JSON text) of error/include, warn/exclude, silence. Throws
 * ProjectFailure TX1121 for text that is none, and for a name that no warning has.
 */
export function warnErrorOptions(value: Json | undefined): WarnErrorOptions {
  if (value === undefined || value === null || value === '') return NO_OPTIONS;
  if (typeof value === 'string') return warnErrorOptions(parseObject(value));
  const settings = value as JsonObject;
  const list = (...keys: readonly string[]): readonly string[] =>
    keys.flatMap((key) => {
      const found = settings[key];
      return Array.isArray(found)
        ? found.map(String)
        : found === undefined || found === null
          ? []
          : [String(found)];
    });
  const error = list('error', 'include');
  const isAll = error.includes('all') || error.includes('*');
  const [warn, silence] = [list('warn', 'exclude'), list('silence')];
  for (const name of [...(isAll ? [] : error), ...warn, ...silence]) checkWarningName(name);
  return { error: isAll ? 'all' : error, warn, silence };
}

function parseObject(value: string): Json {
  try {
    return JSON.parse(value) as Json;
  } catch {
    throw new ProjectFailure({
      code: 'TX1121',
      message: `warn_error_options cannot be read: ${value}`,
      hint: 'Give JSON, e.g. {"error": ["NoNodesForSelectionCriteria"]}.',
    });
  }
}
