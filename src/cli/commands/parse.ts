import type { Command } from '../command.ts';

/** `tx parse`: the project into manifest.json. */
export const parseCommand: Command = {
  name: 'parse',
  which: 'parse',
  description: 'Read the project, report its errors, write manifest.json.',
  options: [],
  load: async () => (await import('../runners/parse-command.ts')).runParseCommand,
};
