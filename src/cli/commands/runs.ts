import type { Command } from '../command.ts';

/** `tx runs` and `tx runs show ID`: what the ledger knows of runs. */
export const runsCommand: Command = {
  name: 'runs',
  which: 'runs',
  description: 'List the runs of the ledger, or show one with its nodes: tx runs show ID.',
  options: [
    {
      kind: 'text',
      flags: '--output <format>',
      target: 'command.output',
      description: 'Form of the answer.',
      choices: ['text', 'json'],
    },
    {
      kind: 'number',
      flags: '--limit <count>',
      target: 'command.limit',
      description: 'The most runs to list (20).',
    },
  ],
  arguments: [
    { name: '[show]', description: 'The word show, to see one run.' },
    { name: '[id]', description: 'Id of the run, or its beginning; the last one without it.' },
  ],
  load: async () => (await import('../runners/runs-command.ts')).runRunsCommand,
};
