import type { JsonObject } from '../../config/json.ts';
import { suggest } from '../../errors/did-you-mean.ts';
import { ProjectFailure, type ProjectError } from '../../errors/project-error.ts';
import { listConfig, objectConfig, textConfig } from '../config-values.ts';

/** Names of the columns that a snapshot adds, as written (`snapshot_meta_column_names` renames them). */
export interface SnapshotNames {
  readonly scdId: string;
  readonly updatedAt: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly isDeleted: string;
}

/** What becomes of rows that are gone from the source. */
export type HardDeletes = 'ignore' | 'invalidate' | 'new_record';

/** The settings of a snapshot. Keys, updated_at and validToCurrent are SQL expressions. */
export interface SnapshotConfig {
  readonly keys: readonly string[];
  /** A row changed when its stamp is later (timestamp), or when one of the columns differs (check). */
  readonly strategy:
    | { readonly kind: 'timestamp'; readonly updatedAt: string }
    | {
        readonly kind: 'check';
        readonly columns: 'all' | readonly string[];
        readonly updatedAt: string | null;
      };
  readonly hardDeletes: HardDeletes;
  /** What stands in valid_to of current rows; null for NULL. */
  readonly validToCurrent: string | null;
  readonly names: SnapshotNames;
}

const HARD_DELETES = ['ignore', 'invalidate', 'new_record'] as const;
const STRATEGIES = ['timestamp', 'check'];

/** Reads a snapshot's config. Throws ProjectFailure for what is missing or unknown, in dbt's words where it has some. */
export function readSnapshotConfig(config: JsonObject): SnapshotConfig {
  const keys = listConfig(config, 'unique_key');
  if (keys.length === 0 || textConfig(config, 'strategy') === null) {
    throw refused("Snapshots must be configured with a 'strategy' and 'unique_key'.");
  }
  return {
    keys,
    strategy: readStrategy(config),
    hardDeletes: readHardDeletes(config),
    validToCurrent: textConfig(config, 'dbt_valid_to_current'),
    names: readNames(config),
  };
}

function readStrategy(config: JsonObject): SnapshotConfig['strategy'] {
  const kind = textConfig(config, 'strategy') ?? '';
  const updatedAt = textConfig(config, 'updated_at');
  if (kind === 'timestamp') {
    if (updatedAt !== null) return { kind, updatedAt };
    throw refused("When using the timestamp strategy for a snapshot, the 'updated_at' field must be set.");
  }
  if (kind === 'check') {
    const columns = listConfig(config, 'check_cols');
    if (columns.length > 0) return { kind, columns: columns[0] === 'all' ? 'all' : columns, updatedAt };
    throw refused('A snapshot configured with the check strategy must specify a check_cols configuration.');
  }
  const nearest = suggest(kind, STRATEGIES);
  throw refused(
    `The specified strategy macro '${kind}' was not found in package 'None'`,
    nearest === null ? 'Use timestamp or check.' : `Did you mean '${nearest}'?`,
  );
}

function readHardDeletes(config: JsonObject): HardDeletes {
  const given = config['hard_deletes'];
  if (given === null || given === undefined) {
    return config['invalidate_hard_deletes'] === true ? 'invalidate' : 'ignore';
  }
  const known = HARD_DELETES.find((name) => name === given);
  if (known !== undefined) return known;
  throw refused(
    `Invalid setting for property hard_deletes: ${String(given)}`,
    `Use ${HARD_DELETES.join(', ')}.`,
  );
}

function readNames(config: JsonObject): SnapshotNames {
  const given = objectConfig(config, 'snapshot_meta_column_names') ?? {};
  const name = (key: string): string => textConfig(given, key) ?? key;
  return {
    scdId: name('dbt_scd_id'),
    updatedAt: name('dbt_updated_at'),
    validFrom: name('dbt_valid_from'),
    validTo: name('dbt_valid_to'),
    isDeleted: name('dbt_is_deleted'),
  };
}

function refused(message: string, hint?: string): ProjectFailure {
  const error: ProjectError = { code: 'TX3115', message, ...(hint === undefined ? {} : { hint }) };
  return new ProjectFailure(error);
}
