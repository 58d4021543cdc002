import type { Command } from '../command.ts';
import { dryRunOption, maxActiveOption, selectionOptions } from '../options/selection-options.ts';

/** `tx backfill`: models for every interval of a window. */
export const backfillCommand: Command = {
  name: 'backfill',
  which: 'backfill',
  description: 'Build the selected nodes for every interval of a window, several intervals at once.',
  options: [
    // Tests are those that read nothing but what is selected and what that is made from.
    ...selectionOptions.filter(({ target }) => target !== 'indirectSelection'),
    {
      kind: 'text',
      flags: '--start-date <date>',
      target: 'command.start_date',
      description: 'The first interval, e.g. 2026-05-04.',
    },
    {
      kind: 'text',
      flags: '--end-date <date>',
      target: 'command.end_date',
      description: 'The last interval; it is built too.',
    },
    {
      kind: 'text',
      flags: '--reason <text>',
      target: 'command.reason',
      description: 'Why, for the audit event in the ledger.',
    },
    maxActiveOption,
    {
      kind: 'boolean',
      flags: '--restate',
      target: 'command.restate',
      description: 'Build intervals anew that are covered already.',
    },
    {
      kind: 'boolean',
      flags: '--full-reload',
      target: 'command.full_reload',
      description: 'Rebuild the models beside what they hold and swap them in once, at the end.',
    },
    dryRunOption,
    {
      kind: 'text',
      flags: '--output <format>',
      target: 'command.output',
      description: 'Form of the report at the end.',
      choices: ['text', 'json'],
    },
  ],
  load: async () => (await import('../runners/backfill-command.ts')).runBackfillCommand,
};
