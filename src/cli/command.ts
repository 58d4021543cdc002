import type { Flags } from '../config/flags.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { AdapterLoader } from '../config/profiles.ts';
import type { LoadShardThreads } from '../parse/shards/shard.ts';
import type { OptionDefinition } from './options/option.ts';

/** What a command may use: everything from outside comes through here. */
export interface CommandContext {
  readonly events: EventBus;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly adapters: AdapterLoader;
  /** Threads beside this one that parse a share of a large project; null for none. */
  readonly parseThreads: LoadShardThreads | null;
  readonly startedAt: Date;
  readonly invocationId: string;
  /** Writes a result (never chatter) to standard output, with a line end. */
  readonly print: (text: string) => void;
  /** Arguments that are no options, e.g. the macro of run-operation. */
  readonly args: readonly string[];
}

/** Exit codes, as dbt's: 0 all well, 1 something failed or was skipped, 2 it could not be done. */
export type ExitCode = 0 | 1 | 2;

/** One command. `name` may have two words (`source freshness`). */
export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly description: string;
  /** dbt's `which` for artifacts and templates. */
  readonly which: string;
  readonly options: readonly OptionDefinition[];
  /** Arguments for the usage line, e.g. `<macro>`. */
  readonly arguments?: readonly { readonly name: string; readonly description: string }[];
  /** Loads the command's code; nothing of it is read before. */
  readonly load: () => Promise<CommandRunner>;
}

/** Runs a command with its flags. Throws ProjectFailure for what cannot be done at all. */
export type CommandRunner = (context: CommandContext, flags: Flags) => Promise<ExitCode>;
