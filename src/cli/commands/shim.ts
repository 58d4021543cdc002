import type { Command } from '../command.ts';

/** `tx shim DIR`: a program named dbt that runs tx. */
export const shimCommand: Command = {
  name: 'shim',
  which: 'shim',
  description: 'Write a program named dbt into a folder that runs tx, for tools that call dbt.',
  options: [],
  arguments: [{ name: 'folder', description: 'Folder to write into; put it first on PATH.' }],
  load: async () => (await import('../runners/shim-command.ts')).runShimCommand,
};
