import type { Capabilities } from '../adapter-api/capabilities.ts';
import { suggest } from '../errors/did-you-mean.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { incrementalStrategies } from './incremental-strategies/index.ts';
import type { IncrementalStrategy, MaterializationInput } from './plan-types.ts';
import { builtInStrategy, strategyOf } from './strategy-of.ts';

/** The strategy of an incremental model: one of tx's, or a macro of the project that makes the statement. */
export type ChosenStrategy =
  | { readonly kind: 'built-in'; readonly strategy: IncrementalStrategy }
  | { readonly kind: 'macro'; readonly macro: string };

/**
 * The strategy that the config names, else the adapter's default. Throws ProjectFailure when it is unknown, not one of
 * the adapter's, needs what the warehouse lacks, or lacks a
 * setting; on a first run too, so that no table is built that cannot go on.
 */
export function chooseStrategy(input: MaterializationInput, capabilities: Capabilities): ChosenStrategy {
  if (input.strategyMacro) return { kind: 'macro', macro: input.strategyMacro };
  const name = strategyOf(input.config, input.strategies);
  const strategy = builtInStrategy(name);
  if (strategy === null) throw unknownStrategy(input, name);
  const accepted = input.strategies === undefined || input.strategies.includes(name);
  const missing = strategy.requires.filter((capability) => capabilities[capability] === false);
  if (!accepted || missing.length > 0) throw strategyNotValid(input, name, missing, capabilities);
  strategy.check?.(input);
  return { kind: 'built-in', strategy };
}

function unknownStrategy(input: MaterializationInput, name: string): ProjectFailure {
  const nearest = suggest(name, Object.keys(incrementalStrategies));
  const macro = `get_incremental_${name.replace('+', '_')}_sql`;
  return new ProjectFailure({
    code: 'TX3111',
    message: `dbt could not find an incremental strategy macro with the name "${macro}"`,
    hint:
      nearest === null ? `Write a macro ${macro}, or use ${choices(input)}.` : `Did you mean '${nearest}'?`,
    nodeId: input.uniqueId,
  });
}

function strategyNotValid(
  input: MaterializationInput,
  name: string,
  missing: readonly string[],
  capabilities: Capabilities,
): ProjectFailure {
  const valid = Object.values(incrementalStrategies)
    .filter((strategy) => strategy.requires.every((capability) => capabilities[capability] !== false))
    .map((strategy) => strategy.name)
    .filter((strategy) => input.strategies?.includes(strategy) ?? true);
  const lack = missing.length > 0 ? ` (it lacks ${missing.join(', ')})` : '';
  return new ProjectFailure({
    code: 'TX3111',
    message: `The incremental strategy '${name}' is not valid for this adapter${lack}`,
    hint: `Use one of ${valid.join(', ')}.`,
    nodeId: input.uniqueId,
  });
}

function choices(input: MaterializationInput): string {
  const names = input.strategies ?? Object.keys(incrementalStrategies);
  return `one of ${names.join(', ')}`;
}
