import type { ResourceType } from '../node.ts';
import { selectionFailure } from './selection-failure.ts';

/** Everything that `ls` lists unless asked otherwise. */
const LISTED: readonly ResourceType[] = [
  ...(['model', 'seed', 'snapshot', 'test', 'unit_test', 'source', 'function'] as const),
  ...(['exposure', 'metric', 'semantic_model', 'saved_query'] as const),
];

const BUILT: readonly ResourceType[] = [
  ...(['model', 'seed', 'snapshot', 'test', 'unit_test', 'function', 'saved_query', 'exposure'] as const),
];

/** What is compiled when it is selected. */
const COMPILED: readonly ResourceType[] = [
  'model',
  'seed',
  'snapshot',
  'test',
  'analysis',
  'function',
  'unit_test',
];

/** The types of node each command works on, by dbt's name of the command (`which`). */
const BY_COMMAND: Readonly<Record<string, readonly ResourceType[]>> = {
  list: LISTED,
  build: BUILT,
  backfill: BUILT,
  run: ['model'],
  lint: ['model'],
  intervals: ['model', 'snapshot'],
  prove: ['model', 'snapshot'],
  test: ['test', 'unit_test'],
  seed: ['seed'],
  snapshot: ['snapshot'],
  compile: [...COMPILED, 'operation'],
  show: COMPILED,
  generate: [...COMPILED, 'operation'],
  freshness: ['source'],
  clone: ['model', 'seed', 'snapshot'],
};

/** The values of `--resource-type`, `all` and `default` besides. */
export const resourceTypeChoices: readonly string[] = [...LISTED, 'analysis', 'default', 'all'];

/** The flags that narrow a command's types. */
export interface ResourceTypeFlags {
  readonly resourceTypes?: readonly string[];
  readonly excludeResourceTypes?: readonly string[];
  /** `--models` of `ls`, which stands for `--select` among models alone. */
  readonly models?: readonly string[];
}

/**
 * The types of node that a command works on under its flags. `all` adds analyses to what `ls` lists. Throws
 * ProjectFailure TX1407 when `--models` meets `--resource-type`.
 */
export function resourceTypesOf(command: string, flags: ResourceTypeFlags = {}): ReadonlySet<ResourceType> {
  const { resourceTypes = [], excludeResourceTypes = [], models = [] } = flags;
  if (models.length > 0) {
    if (resourceTypes.length > 0) {
      throw selectionFailure('TX1407', '"models" and "resource_type" are mutually exclusive arguments');
    }
    return new Set<ResourceType>(['model']);
  }
  const own = BY_COMMAND[command] ?? BUILT;
  const wanted = resourceTypes.length === 0 ? own : resourceTypes.flatMap((type) => expand(type, own));
  const unwanted = new Set(excludeResourceTypes.flatMap((type) => expand(type, own)));
  return new Set(wanted.filter((type) => !unwanted.has(type)));
}

function expand(type: string, own: readonly ResourceType[]): readonly ResourceType[] {
  if (type === 'default') return own;
  if (type === 'all') return [...own, 'analysis'];
  return [type as ResourceType];
}
