import type { Flags } from '../../config/flags.ts';

/** Where the value of an option goes: a flag of every command, or the command's own options by long name. */
export type OptionTarget = keyof Flags | `command.${string}`;

/** One option of the command line. */
export interface OptionDefinition {
  /** As commander writes it: `-s, --select <selectors...>`, `--[no-]fail-fast` for a pair. */
  readonly flags: string;
  /** Further names of dbt's for the same option, which help does not show: `--resource-types <types...>`. */
  readonly otherNames?: readonly string[];
  readonly description: string;
  readonly target: OptionTarget;
  /** `words` splits on spaces, `collect` keeps each occurrence whole. */
  readonly kind: 'boolean' | 'text' | 'number' | 'words' | 'collect' | 'json';
  readonly choices?: readonly string[];
}
