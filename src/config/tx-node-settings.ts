import { suggest } from '../errors/did-you-mean.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { JsonObject } from './json.ts';
import type { KeyPolicy, PublishMode, TxConfig } from './tx-config.ts';

/** What tx.yml, and `meta.tx` of one node over it, say of how the node is built. */
export interface TxNodeSettings {
  readonly publish: PublishMode;
  readonly keys: { readonly nulls: KeyPolicy; readonly duplicates: KeyPolicy };
}

/** A project without tx.yml builds as dbt does: nothing is checked, everything is visible at once. */
const AS_DBT: TxNodeSettings = { publish: 'immediately', keys: { nulls: 'ignore', duplicates: 'ignore' } };

const MODES = ['after-audits', 'immediately'] as const;
const POLICIES = ['error', 'warn', 'ignore'] as const;

/** The settings of one node by its config. Throws ProjectFailure TX1108 for a value under `meta.tx` that is none. */
export function txNodeSettings(tx: TxConfig | null, config: JsonObject, nodeId: string): TxNodeSettings {
  if (tx === null) return AS_DBT;
  const own = objectAt(objectAt(config, 'meta'), 'tx');
  const keys = objectAt(own, 'keys');
  return {
    publish: oneOf(own, 'publish', MODES, nodeId) ?? tx.publish,
    keys: {
      nulls: oneOf(keys, 'nulls', POLICIES, nodeId) ?? tx.keys.nulls,
      duplicates: oneOf(keys, 'duplicates', POLICIES, nodeId) ?? tx.keys.duplicates,
    },
  };
}

function objectAt(value: JsonObject, key: string): JsonObject {
  const found = value[key];
  return found !== null && typeof found === 'object' && !Array.isArray(found) && found !== undefined
    ? (found as JsonObject)
    : {};
}

function oneOf<T extends string>(
  values: JsonObject,
  key: string,
  choices: readonly T[],
  nodeId: string,
): T | null {
  const given = values[key];
  if (given === undefined || given === null) return null;
  const known = choices.find((choice) => choice === given);
  if (known !== undefined) return known;
  const near = suggest(String(given), choices);
  throw new ProjectFailure({
    code: 'TX1108',
    message: `meta.tx of ${nodeId} has ${key}: ${JSON.stringify(given)}`,
    hint: near === null ? `It takes ${choices.join(', ')}.` : `Did you mean '${near}'?`,
    nodeId,
  });
}
