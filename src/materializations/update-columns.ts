import type { JsonObject } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { listConfig } from './config-values.ts';

/**
 * Columns set on a match: those listed (`merge_update_columns`), or all but those excluded (`merge_exclude_columns`); keys
 * are the same on both sides and left out. Throws ProjectFailure when the config has both lists.
 */
export function updateColumns(
  config: JsonObject,
  columns: readonly string[],
  keys: readonly string[],
  withExpression: readonly string[] = [],
): readonly string[] {
  const listed = listConfig(config, 'merge_update_columns');
  const excluded = listConfig(config, 'merge_exclude_columns').map(fold);
  if (listed.length > 0 && excluded.length > 0) throw bothLists();
  if (listed.length > 0) {
    const names = listed.map((name) => columns.find((column) => fold(column) === fold(name)) ?? name);
    return [...names, ...withExpression.filter((name) => !names.includes(name))];
  }
  const kept = columns.filter((column) => !excluded.includes(fold(column)));
  const folded = keys.map(fold);
  const others = kept.filter((column) => !folded.includes(fold(column)) || withExpression.includes(column));
  return others.length > 0 ? others : kept;
}

function fold(name: string): string {
  return name.replace(/^["`]|["`]$/g, '').toLowerCase();
}

function bothLists(): ProjectFailure {
  return new ProjectFailure({
    code: 'TX3112',
    message:
      'Model cannot specify merge_update_columns and merge_exclude_columns. Please update model to use only one config',
  });
}
