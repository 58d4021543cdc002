import type { Command } from '../command.ts';
import { selectionOptions } from '../options/selection-options.ts';

/** `tx source freshness`: how old the newest rows of sources are. */
export const sourceFreshnessCommand: Command = {
  name: 'source freshness',
  which: 'freshness',
  description: 'Measure how fresh sources are; write sources.json.',
  options: [
    ...selectionOptions,
    {
      kind: 'text',
      flags: '-o, --output <file>',
      target: 'command.output',
      description: 'File for the results.',
    },
  ],
  load: async () => (await import('../runners/freshness-command.ts')).runFreshnessCommand,
};
