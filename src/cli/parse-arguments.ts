import { Command as Program, CommanderError, Option } from 'commander';
import { warnErrorOptions, type CommandLineFlags } from '../config/flags-resolve.ts';
import type { Json } from '../config/json.ts';
import { parseVars } from '../config/vars.ts';
import { readYaml } from '../config/yaml.ts';
import type { Command } from './command.ts';
import { commands } from './commands/index.ts';
import { globalOptions } from './options/global-options.ts';
import type { OptionDefinition } from './options/option.ts';

/** What the command line asks for: a command with its flags, or a text to print (help, version). */
export type ParsedArguments =
  | {
      readonly kind: 'command';
      readonly command: Command;
      readonly flags: CommandLineFlags;
      readonly args: readonly string[];
    }
  | { readonly kind: 'text'; readonly text: string; readonly exitCode: 0 | 2 }
  | { readonly kind: 'usage-error'; readonly message: string };

type Values = Record<string, unknown>;

/**
 * Reads the command line as dbt's is read: global options before or behind the command, `--select` with several words
 * or repeated, `--no-…` for every switch. Throws ProjectFailure for values that cannot be read (`--vars`).
 */
export function parseArguments(argv: readonly string[]): ParsedArguments {
  let found: ParsedArguments | null = null;
  let output = '';
  const write = (text: string): void => {
    output += text;
  };
  const program = newProgram('tx', write).description(
    'Runs dbt projects: compiles SQL models and runs them in the warehouse.',
  );
  addOptions(program, globalOptions);
  const withOptions = mayShowOptions(argv);
  for (const command of Object.values(commands)) {
    const own = addCommand(program, command, write, (values, args) => {
      found = { kind: 'command', command, flags: toFlags(command, values), args };
    });
    if (withOptions(command)) addOptionsOf(command, own);
  }
  try {
    program.parse([...argv], { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    const helped = thrown.code === 'commander.helpDisplayed' || thrown.code === 'commander.help';
    // Help that was not asked for, because no command was named, is a usage error.
    if (thrown.exitCode === 0 || helped)
      return { kind: 'text', text: output, exitCode: thrown.exitCode === 0 ? 0 : 2 };
    return { kind: 'usage-error', message: output.trim() || thrown.message };
  }
  return found ?? { kind: 'text', text: program.helpInformation(), exitCode: 2 };
}

function newProgram(name: string, write: (text: string) => void): Program {
  return new Program(name)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: write })
    .showSuggestionAfterError(true)
    .allowExcessArguments(false);
}

function addCommand(
  program: Program,
  command: Command,
  write: (text: string) => void,
  onFound: (values: Values, args: readonly string[]) => void,
): Program {
  const [first = '', second] = command.name.split(' ');
  const parent = second === undefined ? program : groupOf(program, first, write);
  const own = newProgram(second ?? first, write).description(command.description);
  for (const alias of command.aliases ?? []) own.alias(alias);
  for (const argument of command.arguments ?? []) own.argument(argument.name, argument.description);
  own.action((...received: unknown[]) => {
    const target = received.at(-1) as Program;
    onFound({ ...program.opts(), ...given(target) }, target.args);
  });
  parent.addCommand(own);
  return own;
}

/** Tells whose options may be asked for: most of the work is with them. Those that are named, or all for a general help. */
function mayShowOptions(argv: readonly string[]): (command: Command) => boolean {
  const isNamed = ({ name, aliases = [] }: Command): boolean =>
    [...name.split(' '), ...aliases].some((word) => argv.includes(word));
  const wantsHelp = ['help', '--help', '-h'].some((word) => argv.includes(word));
  return wantsHelp || !Object.values(commands).some(isNamed) ? () => true : isNamed;
}

function addOptionsOf(command: Command, own: Program): void {
  addOptions(own, command.options);
  // Behind the command, global options are options like its own; help shows them with the program only.
  addOptions(
    own,
    globalOptions.filter((option) => !clashes(option, command.options)),
    true,
  );
}

function groupOf(program: Program, name: string, write: (text: string) => void): Program {
  const existing = program.commands.find((command) => command.name() === name);
  if (existing) return existing;
  const group = newProgram(name, write).description(`Commands about ${name}.`);
  program.addCommand(group);
  return group;
}

/** Options that stand on the command line behind the command's name. */
function given(program: Program): Values {
  return Object.fromEntries(Object.entries(program.opts()).filter(([, value]) => value !== undefined));
}

function clashes(option: OptionDefinition, own: readonly OptionDefinition[]): boolean {
  return own.some((other) => other.target === option.target);
}

/** Commander's name for the value of an option: the target, with dots made safe. */
const valueName = (option: OptionDefinition): string => option.target.replace(/\W/g, '$');

function addOptions(program: Program, options: readonly OptionDefinition[], hidden = false): void {
  for (const option of options) {
    const { otherNames = [] } = option;
    for (const flags of [...expand(option.flags), ...otherNames]) {
      const made = new Option(flags, option.description);
      if (option.choices) made.choices([...option.choices]);
      const isSecond =
        (flags.startsWith('--no-') && option.flags.includes('[no-]')) || otherNames.includes(flags);
      if (hidden || isSecond) made.hideHelp();
      made.attributeName = () => valueName(option);
      made.default(undefined);
      if (option.kind === 'collect' || option.kind === 'words') accumulate(made, option);
      program.addOption(made);
    }
  }
}

/** Values of repeated and variadic options add up. */
function accumulate(made: Option, option: OptionDefinition): void {
  const { choices } = option;
  made.argParser((value: string, previous: string[] | undefined) => {
    const parts = option.kind === 'words' ? wordsOf(value) : [value];
    const wrong = choices ? parts.find((part) => !choices.includes(part)) : undefined;
    if (wrong !== undefined) {
      throw new CommanderError(
        2,
        'commander.invalidArgument',
        `error: option '${option.flags}' argument '${wrong}' is invalid. Allowed choices are ${choices?.join(', ')}.`,
      );
    }
    return [...(previous ?? []), ...parts];
  });
}

/** Words between white space; an empty text is one empty word, which selects nothing. */
function wordsOf(value: string): readonly string[] {
  return value === '' ? [''] : value.split(/\s+/).filter((word) => word !== '');
}

/** `-x, --[no-]fail-fast` as its two options. */
function expand(flags: string): readonly string[] {
  if (!flags.includes('[no-]')) return [flags];
  const long = /--\[no-\]([\w-]+)/.exec(flags)?.[1] ?? '';
  return [flags.replace('[no-]', ''), `--no-${long}`];
}

function toFlags(command: Command, values: Values): CommandLineFlags {
  const flags: Values = {};
  const own: Record<string, Json> = {};
  for (const option of [...command.options, ...globalOptions]) {
    const value = values[valueName(option)];
    if (value === undefined) continue;
    if (option.target.startsWith('command.'))
      own[option.target.slice('command.'.length)] = convert(option, value) as Json;
    else flags[option.target] = convert(option, value);
  }
  const vars = values['vars'];
  return {
    ...flags,
    which: command.which,
    command: own,
    vars: parseVars(Array.isArray(vars) ? (vars as string[]) : []),
  };
}

function convert(option: OptionDefinition, value: unknown): unknown {
  if (option.kind === 'number') return Number(value);
  if (option.kind === 'json') return warnErrorOptions(readYaml(String(value), option.flags).value as Json);
  return value;
}
