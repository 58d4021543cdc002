import path from 'node:path';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { secretsOf, secretsOfCredentials, scrub } from '../config/secrets.ts';
import { readProjectFile } from '../config/project-config.ts';
import { resolveFlags } from '../config/flags-resolve.ts';
import type { Flags } from '../config/flags.ts';
import type { JsonObject } from '../config/json.ts';
import type { AdapterLoader } from '../config/profiles.ts';
import type { LoadShardThreads } from '../parse/shards/shard.ts';
import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import { fromOperational, OperationalError } from '../errors/operational-error.ts';
import { createEventBus, type EventBus } from '../events/event-bus.ts';
import { createJsonLog } from '../observe/json-log.ts';
import { createTextLog } from '../observe/text-log.ts';
import type { Command, ExitCode } from './command.ts';
import { openLogFile } from './log-file.ts';
import type { ParsedArguments } from './parse-arguments.ts';
import { createPalette, wantsColour } from './reporters/palette.ts';
import { createTextReporter } from './reporters/text-reporter.ts';
import { newInvocationId } from '../util/uuid.ts';
import { applyTemplateTimeout } from './template-timeout.ts';

/** The outside of an invocation: environment, streams, adapters. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly adapters: AdapterLoader;
  /** Threads beside this one that parse a share of a large project; null for none. */
  readonly parseThreads: LoadShardThreads | null;
  readonly writeOut: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly isTerminal: boolean;
  readonly version: string;
  readonly argv: readonly string[];
}

/** Runs a parsed command to its exit code. Errors are reported, never thrown. */
export async function runCommandLine(
  parsed: ParsedArguments & { readonly kind: 'command' },
  outside: Surroundings,
): Promise<ExitCode> {
  const startedAt = new Date();
  const started = performance.now();
  const events = createEventBus();
  const invocationId = newInvocationId();
  const secrets = [...secretsOf(outside.environment)];
  let flags: Flags;
  let close = (): void => undefined;
  try {
    flags = withInvocation(flagsFor(parsed, outside.environment), outside.argv, secrets);
    close = subscribe(events, flags, invocationId, outside, secrets);
  } catch (thrown) {
    subscribeBare(events, outside, secrets);
    reportFailure(events, thrown, parsed.flags.debug === true);
    return 2;
  }
  const { command } = parsed;
  events.emit({
    kind: 'invocation-started',
    command: command.name,
    version: outside.version,
    argv: outside.argv,
  });
  const code = await runSafely(command, flags, parsed.args, {
    events,
    invocationId,
    startedAt,
    outside,
    secrets,
  });
  events.emit({
    kind: 'command-finished',
    command: command.name,
    success: code === 0,
    seconds: (performance.now() - started) / 1000,
  });
  close();
  return code;
}

/** The flags with what was typed, as dbt has it among the arguments of an invocation. */
function withInvocation(flags: Flags, argv: readonly string[], secrets: readonly string[]): Flags {
  const invocation_command = scrub(['tx', ...argv].join(' '), secrets);
  return { ...flags, command: { ...flags.command, invocation_command } };
}

interface Invocation {
  readonly events: EventBus;
  readonly invocationId: string;
  readonly startedAt: Date;
  readonly outside: Surroundings;
  readonly secrets: string[];
}

async function runSafely(
  command: Command,
  flags: Flags,
  args: readonly string[],
  invocation: Invocation,
): Promise<ExitCode> {
  const { events, outside, secrets } = invocation;
  try {
    applyTemplateTimeout(flags);
    const run = await command.load();
    return await run(
      {
        events,
        environment: outside.environment,
        adapters: keepingSecrets(outside.adapters, secrets),
        parseThreads: outside.parseThreads,
        startedAt: invocation.startedAt,
        invocationId: invocation.invocationId,
        print: (text) => outside.writeOut(`${scrub(text, secrets)}\n`),
        args,
      },
      flags,
    );
  } catch (thrown) {
    reportFailure(events, thrown, flags.debug);
    return 2;
  }
}

/** Learns the secrets of a profile as soon as its credentials are read. */
function keepingSecrets(adapters: AdapterLoader, secrets: string[]): AdapterLoader {
  return {
    names: adapters.names,
    async load(type) {
      const adapter = await adapters.load(type);
      if (adapter === null) return null;
      return {
        ...adapter,
        parseCredentials(raw, context) {
          const credentials = adapter.parseCredentials(raw, context);
          secrets.push(...secretsOfCredentials(credentials));
          return credentials;
        },
      };
    },
  };
}

/** The flags of an invocation. `flags:` of dbt_project.yml counts where the file can be read; its faults come later. */
function flagsFor(
  parsed: ParsedArguments & { readonly kind: 'command' },
  environment: Readonly<Record<string, string | undefined>>,
): Flags {
  const directory = parsed.flags.projectDir ?? environment['DBT_PROJECT_DIR'] ?? '.';
  return resolveFlags({ commandLine: parsed.flags, environment, projectFlags: projectFlags(directory) });
}

function projectFlags(directory: string): JsonObject {
  try {
    const value = readProjectFile(path.resolve(directory)).value['flags'];
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {};
  } catch {
    // The command that needs the file reports why it cannot be read.
    return {};
  }
}

function subscribe(
  events: EventBus,
  flags: Flags,
  invocationId: string,
  outside: Surroundings,
  secrets: readonly string[],
): () => void {
  const { environment } = outside;
  const write = (text: string): void => outside.writeError(scrub(text, secrets));
  if (flags.logFormat === 'json') {
    const level = flags.debug ? 'debug' : flags.quiet ? 'error' : flags.logLevel;
    events.subscribe(
      createJsonLog({ write: (line) => write(`${line}\n`), level, invocationId, environment }),
    );
  } else {
    const colour = wantsColour(flags.useColors, environment, outside.isTerminal);
    const live = outside.isTerminal && !environment['CI'] && !flags.debug && !flags.quiet;
    const reporter = createTextReporter({
      write,
      palette: createPalette(colour),
      width: flags.printerWidth,
      quiet: flags.quiet,
      debug: flags.debug,
      level: flags.logLevel,
      live,
    });
    events.subscribe(reporter);
  }
  if (flags.print) {
    events.subscribe((event) => {
      if (event.kind === 'message' && event.stdout === true)
        outside.writeOut(`${scrub(event.text, secrets)}\n`);
    });
  }
  return subscribeLogFile(events, flags, invocationId, outside, secrets);
}

/** The log file is a help, not a condition: where it cannot be written, the run goes on and says so once. */
function subscribeLogFile(
  events: EventBus,
  flags: Flags,
  invocationId: string,
  outside: Surroundings,
  secrets: readonly string[],
): () => void {
  const project = path.resolve(flags.projectDir);
  if (flags.logLevelFile === 'none' || !existsSync(path.join(project, 'dbt_project.yml')))
    return () => undefined;
  try {
    const file = openLogFile(
      flags.logPath === null ? path.join(project, 'logs') : path.resolve(flags.logPath),
    );
    const write = (line: string): void => file.write(scrub(line, secrets));
    const { environment } = outside;
    events.subscribe(
      flags.logFormatFile === 'json'
        ? createJsonLog({ write, level: flags.logLevelFile, invocationId, environment })
        : createTextLog({ write, level: flags.logLevelFile }),
    );
    return () => file.close();
  } catch (thrown) {
    events.emit({
      kind: 'message',
      level: 'warn',
      name: 'LogFileUnavailable',
      text: `The log file cannot be written: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    });
    return () => undefined;
  }
}

function subscribeBare(events: EventBus, outside: Surroundings, secrets: readonly string[]): void {
  const write = (text: string): void => outside.writeError(scrub(text, secrets));
  const palette = createPalette(wantsColour(null, outside.environment, outside.isTerminal));
  events.subscribe(
    createTextReporter({ write, palette, width: 80, quiet: false, debug: false, level: 'info', live: false }),
  );
}

/** Every error that is known, without a stack trace unless asked for. */
function reportFailure(events: EventBus, thrown: unknown, debug: boolean): void {
  if (thrown instanceof ProjectFailure) {
    for (const error of thrown.errors) events.emit({ kind: 'error', error });
  } else events.emit({ kind: 'error', error: asError(thrown) });
  if (debug && thrown instanceof Error) {
    events.emit({
      kind: 'message',
      level: 'debug',
      name: 'StackTrace',
      text: thrown.stack ?? thrown.message,
    });
  }
}

function asError(thrown: unknown): ProjectError {
  if (thrown instanceof OperationalError) return fromOperational(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'TX3101', message, hint: 'Run again with --debug for the stack trace.', cause: thrown };
}

/** The text of `.env` in the working directory; null where there is no such file (some projects keep a folder of that name). */
export function readDotenvFile(): string | null {
  return statSync('.env', { throwIfNoEntry: false })?.isFile() ? readFileSync('.env', 'utf8') : null;
}
