import type { OptionDefinition } from './option.ts';

const LEVELS = ['debug', 'info', 'warn', 'error', 'none'];
const FORMATS = ['text', 'json', 'debug', 'default'];

const option = (
  kind: OptionDefinition['kind'],
  flags: string,
  target: OptionDefinition['target'],
  description: string,
  choices?: readonly string[],
): OptionDefinition => ({ kind, flags, target, description, ...(choices ? { choices } : {}) });

/** Options that every command takes, before or behind its name. */
export const globalOptions: readonly OptionDefinition[] = [
  option('text', '--project-dir <dir>', 'projectDir', 'Folder of dbt_project.yml.'),
  option('text', '--profiles-dir <dir>', 'profilesDir', 'Folder of profiles.yml.'),
  option('text', '--profile <name>', 'profile', 'Profile to use instead of the one in dbt_project.yml.'),
  option('text', '-t, --target <name>', 'target', 'Target of the profile.'),
  option('text', '--target-path <dir>', 'targetPath', 'Folder for artifacts and compiled SQL.'),
  option('collect', '--vars <yaml>', 'vars', 'Variables: a YAML dictionary, or key=value pairs.'),
  option('boolean', '-x, --[no-]fail-fast', 'failFast', 'Stop at the first failure.'),
  option('boolean', '-q, --[no-]quiet', 'quiet', 'Print errors and results only.'),
  option('boolean', '-d, --[no-]debug', 'debug', 'Print everything, stack traces included.'),
  option('text', '--log-format <format>', 'logFormat', 'Form of the log on the console.', FORMATS),
  option('text', '--log-format-file <format>', 'logFormatFile', 'Form of the log file.', FORMATS),
  option('text', '--log-level <level>', 'logLevel', 'Least level printed on the console.', LEVELS),
  option('text', '--log-level-file <level>', 'logLevelFile', 'Least level written to the log file.', LEVELS),
  option('text', '--log-path <dir>', 'logPath', 'Folder of the log file.'),
  option('boolean', '--[no-]use-colors', 'useColors', 'Colour on the console.'),
  option('boolean', '--[no-]use-colors-file', 'command.use_colors_file', 'Colour in the log file.'),
  option('number', '--printer-width <columns>', 'printerWidth', 'Width of progress lines.'),
  option('boolean', '--[no-]print', 'print', 'Output of print() in templates.'),
  option('boolean', '--[no-]write-json', 'writeJson', 'Write artifacts.'),
  option('boolean', '--[no-]partial-parse', 'partialParse', 'Use what an earlier run parsed.'),
  option('boolean', '--[no-]static-parser', 'command.static_parser', 'Accepted for dbt; without effect.'),
  option('boolean', '--[no-]version-check', 'versionCheck', 'Hold require-dbt-version against the version.'),
  option(
    'boolean',
    '--[no-]populate-cache',
    'populateCache',
    'Read the catalogue of the schemas at the start.',
  ),
  option(
    'boolean',
    '--[no-]cache-selected-only',
    'cacheSelectedOnly',
    'Read only schemas of selected nodes.',
  ),
  option(
    'boolean',
    '--[no-]send-anonymous-usage-stats',
    'command.send_anonymous_usage_stats',
    'Accepted for dbt; nothing is ever sent.',
  ),
  option('boolean', '--[no-]warn-error', 'warnError', 'Treat every warning as an error.'),
  option(
    'json',
    '--warn-error-options <yaml>',
    'warnErrorOptions',
    'Which warnings are errors, and which are silent.',
  ),
  option('text', '--state <dir>', 'state', 'Artifacts of an earlier run to compare with.'),
  option('text', '--defer-state <dir>', 'deferState', 'Artifacts to defer to, if not those of --state.'),
  option('boolean', '--[no-]defer', 'defer', 'Take relations that are not built here from the state.'),
  option(
    'boolean',
    '--[no-]favor-state',
    'favorState',
    'With --defer: prefer the state for what is not selected.',
  ),
  option('number', '--maximum-seed-size-mib <size>', 'maximumSeedSizeMib', 'Largest seed that is hashed.'),
  option(
    'boolean',
    '--[no-]record-timing-info',
    'command.record_timing_info',
    'Accepted for dbt; without effect.',
  ),
  option('number', '--threads <count>', 'threads', 'Nodes to run at once.'),
  option(
    'text',
    '--lock-timeout <duration>',
    'command.lock_timeout',
    'With tx.yml: how long to wait for another process, e.g. 30s; 10m unless told.',
  ),
  option(
    'text',
    '--template-timeout <duration>',
    'command.template_timeout',
    'How long a template may loop without a pause, e.g. 5m; 60s unless told.',
  ),
  option(
    'text',
    '--profile-cpu <file>',
    'command.profile_cpu',
    'Write where the time goes, as a .cpuprofile for a browser or an editor.',
  ),
];
