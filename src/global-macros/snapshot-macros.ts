import { TemplateFault } from '../template/runtime/template-fault.ts';
import { toArray } from '../template/values/iterate.ts';
import { toText } from '../template/values/to-text.ts';
import type { Value } from '../template/value.ts';
import { dispatched, plain } from './define-macro.ts';
import type { GlobalMacro } from './global-macro.ts';

/** The columns that stand for a snapshot's key in its queries: one, or one a part of the key. */
function keyColumns(key: Value): readonly string[] {
  return Array.isArray(key) ? key.map((_part, index) => `dbt_unique_key_${index + 1}`) : ['dbt_unique_key'];
}

/** Macros that snapshot strategies of a project's own are made of. */
export const snapshotMacros = {
  snapshot_hash_arguments: dispatched(['args'], (_context, args) => {
    const parts = toArray(args['args'] ?? []).map(
      (part) => `coalesce(cast(${toText(part)} as varchar ), '')`,
    );
    return `md5(${parts.join("\n         || '|' || ")}\n        )`;
  }),
  strategy_dispatch: plain(['name'], ({ scope }, args) => {
    const name = toText(args['name'] ?? '');
    const macro = scope.lookup(`snapshot_${name}_strategy`);
    if (macro !== undefined) return macro;
    throw new TemplateFault(
      `Could not find snapshot strategy macro "snapshot_${name}_strategy"`,
      'Strategies that are built in need no macro: timestamp and check.',
    );
  }),
  unique_key_fields: plain(['unique_key'], (_context, args) => {
    const key = args['unique_key'] ?? '';
    const names = keyColumns(key);
    const parts = Array.isArray(key) ? key : [key];
    return parts.map((part, index) => `${toText(part)} as ${names[index] ?? ''}`).join(',\n        ');
  }),
  unique_key_join_on: plain(['unique_key', 'identifier', 'from_identifier'], (_context, args) => {
    const [left, right] = [toText(args['identifier'] ?? ''), toText(args['from_identifier'] ?? '')];
    return keyColumns(args['unique_key'] ?? '')
      .map((column) => `${left}.${column} = ${right}.${column}`)
      .join('\n        and ');
  }),
  unique_key_is_null: plain(
    ['unique_key', 'identifier'],
    (_context, args) =>
      `${toText(args['identifier'] ?? '')}.${keyColumns(args['unique_key'] ?? '')[0] ?? ''} is null`,
  ),
  unique_key_is_not_null: plain(
    ['unique_key', 'identifier'],
    (_context, args) =>
      `${toText(args['identifier'] ?? '')}.${keyColumns(args['unique_key'] ?? '')[0] ?? ''} is not null`,
  ),
} satisfies Record<string, GlobalMacro>;
