import type { FileFormat, FileOption, FileTarget } from '../adapter-api/dialect.ts';
import type { Json } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { objectConfig, textConfig } from './config-values.ts';
import type { MaterializationInput } from './plan-types.ts';

const FORMATS: readonly FileFormat[] = ['csv', 'parquet', 'json'];

/** Options of a write that leave files of earlier writes in the folder. */
const KEEPS_FILES = ['overwrite_or_ignore', 'append'];

/** What an external model writes, and how it takes the place of what is there. */
export interface ExternalFile {
  readonly target: FileTarget;
  /** Whether the files are written under another name and then put in place: not in object stores, where a write is atomic. */
  readonly staged: boolean;
}

/**
 * The file of an external model, by dbt-duckdb's rules: `location`, else the model's name in the external root;
 * `format`, else what the location ends in, else parquet; `delimiter` and `options` as the database's COPY takes them.
 * Throws ProjectFailure TX3119 for formats and options that it does not have.
 */
export function externalFile(input: MaterializationInput): ExternalFile {
  refuseOthers(input);
  const options = fileOptions(input);
  const partitionBy = listOf(options.get('partition_by'));
  const given = textConfig(input.config, 'location');
  const format = formatOf(input, given);
  const name = `${input.externalRoot}/${input.target.identifier ?? ''}`;
  const location = given ?? (partitionBy.length > 0 ? name : `${name}.${format}`);
  const keepsFiles = KEEPS_FILES.some((option) => isOn(options.get(option)));
  return {
    target: { location, format, partitionBy, options },
    staged: !/^\w+:\/\//.test(location) && !keepsFiles,
  };
}

function formatOf(input: MaterializationInput, location: string | null): FileFormat {
  const extension = /\.(csv|json|parquet)$/.exec(location ?? '')?.[1];
  const format = textConfig(input.config, 'format') ?? extension ?? 'parquet';
  const known = FORMATS.find((name) => name === format);
  if (known !== undefined) return known;
  throw wrong(
    input,
    `Invalid format: ${format}. Allowed formats are: ${FORMATS.join(', ')}`,
    'Set format to one of them.',
  );
}

function fileOptions(input: MaterializationInput): ReadonlyMap<string, FileOption> {
  const options = new Map<string, FileOption>();
  for (const [name, value] of Object.entries(objectConfig(input.config, 'options') ?? {})) {
    options.set(name.toLowerCase(), optionValue(value));
  }
  const delimiter = textConfig(input.config, 'delimiter');
  if (delimiter !== null) options.set('delimiter', delimiter);
  const partitioned = input.config['partition_by'] ?? null;
  if (partitioned !== null && !options.has('partition_by'))
    options.set('partition_by', optionValue(partitioned));
  return options;
}

function optionValue(value: Json): FileOption {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'boolean' || typeof value === 'number' ? value : String(value);
}

function listOf(value: FileOption | undefined): readonly string[] {
  if (value === undefined) return [];
  const text = typeof value === 'object' ? value.join(',') : String(value);
  return text
    .replace(/^\s*\(|\)\s*$/g, '')
    .split(',')
    .map((column) => column.trim())
    .filter((column) => column !== '');
}

function isOn(value: FileOption | undefined): boolean {
  return value !== undefined && !['false', '0', ''].includes(String(value).toLowerCase());
}

/** What dbt-duckdb does in Python has no counterpart here. */
function refuseOthers(input: MaterializationInput): void {
  const plugin = textConfig(input.config, 'plugin');
  if (plugin !== null)
    throw wrong(input, `plugin '${plugin}': plugins are Python code and cannot run here`, HINT);
  if (input.config['glue_register'] === true)
    throw wrong(input, 'glue_register: files are not registered with AWS Glue', HINT);
}

const HINT = 'Take the setting from the model, and do that work in a post-hook or a step of its own.';

function wrong(input: MaterializationInput, message: string, hint: string): ProjectFailure {
  return new ProjectFailure({ code: 'TX3119', message, hint, nodeId: input.uniqueId });
}
