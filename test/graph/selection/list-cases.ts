import { readFileSync } from 'node:fs';
import type { Json, JsonObject } from '../../../src/config/json.ts';
import { ProjectFailure } from '../../../src/errors/project-error.ts';
import type { Manifest } from '../../../src/graph/manifest.ts';
import type { IndirectSelection } from '../../../src/graph/selection/expression.ts';
import type { ListOutput } from '../../../src/graph/selection/list-format.ts';
import { listLines } from '../../../src/graph/selection/list-format.ts';
import { resourceTypesOf } from '../../../src/graph/selection/resource-types.ts';
import { selectNodes } from '../../../src/graph/selection/select-nodes.ts';
import type { PreviousState } from '../../../src/graph/state-comparison.ts';

/** One recorded `dbt ls`. */
export interface ListCase {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly note?: string;
  readonly expected: {
    readonly exit_code: number;
    readonly lines?: readonly Json[];
    readonly events?: readonly { readonly level: string; readonly name: string; readonly msg: string }[];
    readonly stderr?: string;
  };
}

/** The cases of test/conformance/selection/<name>/cases.json. */
export function listCases(name: string): readonly ListCase[] {
  const file = new URL(`../../conformance/selection/${name}/cases.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { cases: ListCase[] }).cases;
}

/** What `ls` gives: its lines (parsed and pruned for JSON), and codes of warnings or of the failure. */
export interface ListResult {
  readonly exit_code: number;
  readonly lines: readonly Json[];
  readonly warnings: readonly string[];
  readonly failure: string | null;
}

interface Options {
  [name: string]: string[];
}

/** Options of a recorded command line, by their long names. */
export function optionsOf(args: readonly string[]): Options {
  const short: Record<string, string> = {
    '-s': '--select',
    '-m': '--models',
    '--resource-type': '--resource-types',
    '--exclude-resource-type': '--exclude-resource-types',
  };
  const options: Options = {};
  let current = '';
  for (const arg of args.slice(1)) {
    if (/^--?[a-z]/.test(arg)) {
      current = short[arg] ?? arg;
      options[current] ??= [];
    } else options[current]?.push(arg);
  }
  return options;
}

/** Runs a recorded `ls` over a manifest. */
export function runListCase(
  { args, env }: ListCase,
  manifest: Manifest,
  selectors: Json,
  previousState: PreviousState | null,
): ListResult {
  const options = optionsOf(args);
  const one = (name: string): string | undefined => options[name]?.[0];
  const models = options['--models'] ?? [];
  try {
    const { ids, warnings } = selectNodes({
      manifest,
      select: [...(options['--select'] ?? []), ...models],
      exclude: options['--exclude'] ?? [],
      selector: one('--selector') ?? null,
      selectors,
      indirectSelection: (one('--indirect-selection') ??
        env?.['DBT_INDIRECT_SELECTION'] ??
        'eager') as IndirectSelection,
      resourceTypes: resourceTypesOf('list', {
        resourceTypes: options['--resource-types'] ?? [],
        excludeResourceTypes: options['--exclude-resource-types'] ?? [],
        models,
      }),
      includeEmptyNodes: true,
      previousState,
    });
    const output = (one('--output') ?? 'selector') as ListOutput;
    const lines = listLines(manifest, ids, {
      output,
      keys: (options['--output-keys'] ?? []).flatMap((key) => key.split(' ')),
    });
    return {
      exit_code: 0,
      lines: output === 'json' ? lines.map((line) => prune(JSON.parse(line) as Json)) : lines,
      warnings: warnings.map((warning) => warning.code),
      failure: null,
    };
  } catch (thrown) {
    if (!(thrown instanceof ProjectFailure)) throw thrown;
    return { exit_code: 2, lines: [], warnings: [], failure: thrown.message };
  }
}

/** Drops nulls and empties at every depth and sorts tags, as the recorded data is. */
export function prune(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(prune);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value as JsonObject)
    .map(([key, item]): [string, Json] => [key, prune(item)])
    .filter(
      ([, item]) =>
        !(item === null || item === '' || (typeof item === 'object' && Object.keys(item).length === 0)),
    )
    .map(([key, item]): [string, Json] => [
      key,
      /(^|\.)tags$/.test(key) && Array.isArray(item) ? [...item].sort() : item,
    ]);
  return Object.fromEntries(kept);
}
