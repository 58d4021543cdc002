import type { Dialect } from '../adapter-api/dialect.ts';
import type { Relation } from '../adapter-api/relation.ts';
import type { CheckStep, KeyPolicies } from './plan-types.ts';

/** Whether the policies ask for anything. */
export function asksForKeys(policy: KeyPolicies): boolean {
  return policy.nulls !== 'ignore' || policy.duplicates !== 'ignore';
}

/** The check of the keys of new rows, before they change the target. Empty where nothing is asked, or nothing is a key. */
export function keyCheckSteps(
  rows: Relation,
  keys: readonly string[],
  policy: KeyPolicies,
  dialect: Dialect,
): readonly CheckStep[] {
  if (keys.length === 0 || !asksForKeys(policy)) return [];
  const source = dialect.renderRelation(rows);
  const parts = [
    ...(policy.nulls === 'ignore' ? [] : [nullsSql(source, keys, dialect)]),
    ...(policy.duplicates === 'ignore' ? [] : [duplicatesSql(source, keys, dialect)]),
  ];
  const sql = `select problem, found, example\nfrom (\n${parts.join('\n  union all\n')}\n) as key_problems\nwhere found > 0`;
  return [{ kind: 'check', sql, keys, policy }];
}

/** Rows in which a part of the key is NULL. */
function nullsSql(source: string, keys: readonly string[], dialect: Dialect): string {
  return [
    `  select 'nulls' as problem, count(*) as found, min(${keyText(keys, dialect)}) as example`,
    `  from ${source} as new_rows`,
    `  where ${keys.map((key) => `${key} is null`).join(' or ')}`,
  ].join('\n');
}

/** Keys that more than one row has. */
function duplicatesSql(source: string, keys: readonly string[], dialect: Dialect): string {
  return [
    `  select 'duplicates' as problem, count(*) as found, min(key_text) as example`,
    '  from (',
    `    select ${keyText(keys, dialect)} as key_text`,
    `    from ${source} as new_rows`,
    `    where ${keys.map((key) => `${key} is not null`).join(' and ')}`,
    `    group by ${keys.join(', ')}`,
    '    having count(*) > 1',
    '  ) as repeated_keys',
  ].join('\n');
}

/** A row's key in words: `order_id = 4, line = NULL`. */
function keyText(keys: readonly string[], dialect: Dialect): string {
  const type = (dialect.functions['type_string'] as (() => string) | undefined)?.() ?? 'varchar';
  const parts = keys.map(
    (key) => `${dialect.literal(`${key} = `)} || coalesce(${dialect.cast(key, type)}, 'NULL')`,
  );
  return parts.join(` || ', ' || `);
}
