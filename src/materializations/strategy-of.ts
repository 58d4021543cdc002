import type { JsonObject } from '../config/json.ts';
import { textConfig } from './config-values.ts';
import { uniqueKeyOf } from './incremental-config.ts';
import { incrementalStrategies } from './incremental-strategies/index.ts';
import type { IncrementalStrategy } from './plan-types.ts';

/** The name of a model's incremental strategy: its own, else the first of those that the adapter accepts. */
export function strategyOf(config: JsonObject, accepted: readonly string[] | undefined): string {
  const own = textConfig(config, 'incremental_strategy') ?? 'default';
  return own === 'default' ? (accepted?.[0] ?? 'delete+insert') : own;
}

/** A strategy that ships with tx; null where the name is another's. */
export function builtInStrategy(name: string): IncrementalStrategy | null {
  const known: Readonly<Record<string, IncrementalStrategy>> = incrementalStrategies;
  return Object.hasOwn(known, name) ? (known[name] ?? null) : null;
}

/** The columns that name one row of a model: its unique_key, unless its strategy lets a key name a set of rows. */
export function rowKeyOf(config: JsonObject, accepted: readonly string[]): readonly string[] {
  return builtInStrategy(strategyOf(config, accepted))?.keyNamesSet ? [] : uniqueKeyOf(config);
}

/** Strategies that insert and replace nothing when there is no key. */
const APPENDING: ReadonlySet<string> = new Set(['append', 'merge', 'delete+insert']);

/** Whether building an incremental model again adds its rows once more: nothing says which rows they replace. */
export function appendsRows(config: JsonObject, accepted: readonly string[] | undefined): boolean {
  if (config['materialized'] !== 'incremental') return false;
  const strategy = strategyOf(config, accepted);
  return strategy === 'append' || (APPENDING.has(strategy) && uniqueKeyOf(config).length === 0);
}
