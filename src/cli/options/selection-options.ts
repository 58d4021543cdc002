import { resourceTypeChoices } from '../../graph/selection/resource-types.ts';
import type { OptionDefinition } from './option.ts';

/** What to run: selectors, exclusions, named selectors. */
export const selectionOptions: readonly OptionDefinition[] = [
  { kind: 'words', flags: '-s, --select <selectors...>', target: 'select', description: 'Nodes to take.' },
  {
    kind: 'words',
    flags: '-m, --models <selectors...>',
    otherNames: ['--model <selectors...>'],
    target: 'models',
    description: 'Models to take.',
  },
  { kind: 'words', flags: '--exclude <selectors...>', target: 'exclude', description: 'Nodes to leave out.' },
  {
    kind: 'text',
    flags: '--selector <name>',
    target: 'selector',
    description: 'A selector of selectors.yml.',
  },
  {
    kind: 'text',
    flags: '--indirect-selection <mode>',
    target: 'indirectSelection',
    description: 'Which tests come with the selected nodes.',
    choices: ['eager', 'cautious', 'buildable', 'empty'],
  },
];

/** Kinds of nodes to take or leave out. */
export const resourceTypeOptions: readonly OptionDefinition[] = [
  {
    kind: 'words',
    flags: '--resource-type <types...>',
    otherNames: ['--resource-types <types...>'],
    target: 'resourceTypes',
    description: 'Kinds of nodes to take.',
    choices: resourceTypeChoices,
  },
  {
    kind: 'words',
    flags: '--exclude-resource-type <types...>',
    otherNames: ['--exclude-resource-types <types...>'],
    target: 'excludeResourceTypes',
    description: 'Kinds of nodes to leave out.',
    choices: resourceTypeChoices,
  },
];

/** `--full-refresh`, also against a project's own setting. */
export const fullRefreshOption: OptionDefinition = {
  kind: 'boolean',
  flags: '-f, --[no-]full-refresh',
  target: 'fullRefresh',
  description: 'Rebuild incremental models and seeds from nothing.',
};

/** `--store-failures`, for commands that run tests. */
export const storeFailuresOption: OptionDefinition = {
  kind: 'boolean',
  flags: '--[no-]store-failures',
  target: 'storeFailures',
  description: 'Keep the failing rows of tests in the warehouse.',
};

/** `--no-batch-tests`, for commands that run tests. */
export const batchTestsOption: OptionDefinition = {
  kind: 'boolean',
  flags: '--[no-]batch-tests',
  target: 'batchTests',
  description: 'Answer the built-in tests of one relation by one statement; on unless switched off.',
};

/** `--dry-run`, for commands that run nodes. */
export const dryRunOption: OptionDefinition = {
  kind: 'boolean',
  flags: '--dry-run',
  target: 'dryRun',
  description: 'Print the statements a run would execute, in order, and change nothing.',
};

/** `--catch-up`, for commands that build models. */
export const catchUpOption: OptionDefinition = {
  kind: 'boolean',
  flags: '--catch-up',
  target: 'command.catch_up',
  description:
    'With tx.yml: also build the intervals before the one of --vars that are missing since the first.',
};

/** `--changed-only`, for commands that run nodes. */
export const changedOnlyOption: OptionDefinition = {
  kind: 'boolean',
  flags: '--changed-only',
  target: 'command.changed_only',
  description: 'With tx.yml: leave out what is as at its last success, by code, configuration and inputs.',
};

/** How many intervals are built at once. */
export const maxActiveOption: OptionDefinition = {
  kind: 'number',
  flags: '--max-active <count>',
  target: 'command.max_active',
  description: 'Intervals in flight at once; 4 unless told.',
};

/** Options of commands that build models. */
export const buildingOptions: readonly OptionDefinition[] = [
  fullRefreshOption,
  {
    kind: 'boolean',
    flags: '--[no-]empty',
    target: 'empty',
    description: 'Read no rows of refs and sources.',
  },
  {
    kind: 'text',
    flags: '--sample <window>',
    target: 'sample',
    description: 'Read only a time window of refs and sources.',
  },
  {
    kind: 'text',
    flags: '--event-time-start <time>',
    target: 'eventTimeStart',
    description: 'First instant of the window of microbatch models, in UTC.',
  },
  {
    kind: 'text',
    flags: '--event-time-end <time>',
    target: 'eventTimeEnd',
    description: 'End of the window of microbatch models, exclusive, in UTC.',
  },
  dryRunOption,
];
