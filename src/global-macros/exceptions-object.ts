import { ProjectFailure } from '../errors/project-error.ts';
import { OperationalError } from '../errors/operational-error.ts';
import { TemplateFunction, TemplateObject, type Value } from '../template/value.ts';
import { toText } from '../template/values/to-text.ts';
import type { MacroContext } from './macro-context.ts';

/** How each function of `exceptions` words its failure; what is not listed gives its arguments as they are. */
const WORDINGS: Readonly<Record<string, (args: readonly string[]) => string>> = {
  missing_config: ([, name]) => `Model is missing required config '${name}'`,
  missing_materialization: ([, adapter]) => `No materialization was found for adapter ${adapter}`,
  missing_relation: ([relation]) => `Relation ${relation} not found!`,
  raise_ambiguous_alias: ([a, b]) => `Ambiguous alias: ${a} and ${b}`,
  raise_ambiguous_catalog_match: ([id]) => `Ambiguous catalog match for ${id}`,
  raise_cache_inconsistent: ([message]) => `Cache inconsistency detected: ${message}`,
  raise_dataclass_not_dict: ([item]) => `The object (${item}) was used as a dictionary`,
  raise_compiler_error: ([message]) => message ?? '',
  raise_dep_not_found: ([, name, required]) => `dbt could not find ${name} required by ${required}`,
  raise_dependency_error: ([message]) => message ?? '',
  raise_duplicate_patch_name: ([name]) => `Duplicate patch for ${name}`,
  raise_duplicate_resource_name: ([a, b]) => `Duplicate resource names: ${a} and ${b}`,
  raise_invalid_property_yml_version: ([file, issue]) =>
    `The yml property file at ${file} is invalid because ${issue}`,
  raise_not_implemented: ([message]) => message ?? '',
  raise_fail_fast_error: ([message]) => message ?? '',
  raise_invalid_database: ([message]) => message ?? '',
  relation_wrong_type: ([relation, expected]) =>
    `Trying to create ${expected ?? ''} ${relation}, but it currently exists as another type. Either drop ${relation} manually, or run with --full-refresh and tx will drop it for you.`,
  raise_contract_error: ([yaml, sql]) =>
    `This model has an enforced contract that failed.\nPlease ensure the name, data_type, and number of columns in your contract match the columns in your model's definition.\n${yaml ?? ''}\n${sql ?? ''}`,
  column_type_missing: ([names]) =>
    `Contracted models require data_type to be defined for each column. Please ensure that the column name and data_type are defined within the YAML configuration for the ${names} column(s).`,
  raise_database_error: ([message]) => message ?? '',
};

/** `exceptions.*`: functions that fail the node, and `warn`. */
export function exceptionsObject(context: MacroContext): TemplateObject {
  return new ExceptionsObject(context);
}

class ExceptionsObject extends TemplateObject {
  readonly typeName = 'dict';
  readonly #context: MacroContext;

  constructor(context: MacroContext) {
    super();
    this.#context = context;
  }

  override getAttribute(name: string): Value | undefined {
    if (name === 'warn' || name === 'warn_snapshot_timestamp_data_types') {
      return new TemplateFunction(name, ([message]) => {
        this.#context.warn(toText(message ?? ''));
        return '';
      });
    }
    const wording = Object.hasOwn(WORDINGS, name) ? WORDINGS[name] : undefined;
    if (wording === undefined) return undefined;
    return new TemplateFunction(name, (args, kwargs) => {
      const words = [...args, ...(kwargs?.values() ?? [])].map(toText);
      const message = wording(words);
      if (name === 'raise_database_error') throw new OperationalError(message, 'user');
      throw new ProjectFailure({ code: 'TX1003', message });
    });
  }
}
