import type { Dialect } from '../../adapter-api/dialect.ts';
import type { Relation } from '../../adapter-api/relation.ts';
import type { SnapshotConfig } from './snapshot-config.ts';

/** A column of the source under the name that the snapshot's table has for it. */
export interface TrackedColumn {
  readonly source: string;
  readonly target: string;
}

/** What the statements of a snapshot are made from. */
export interface SnapshotSqlContext {
  readonly config: SnapshotConfig;
  readonly dialect: Dialect;
  /** The node's query. */
  readonly query: string;
  readonly target: Relation;
  readonly columns: readonly TrackedColumn[];
  /** Condition that a row changed, over `incoming` and `tracked`. */
  readonly changed: string;
}

/** The instant of the snapshot, in the type that its columns have. */
function snapshotTime(dialect: Dialect): string {
  const type = (dialect.functions['type_timestamp'] as (() => string) | undefined)?.() ?? 'timestamp';
  return dialect.cast(dialect.currentTimestamp(), type);
}

/** The stamp of a source row: its `updated_at`, or the instant of the snapshot. */
function stampOf(config: SnapshotConfig, dialect: Dialect): string {
  return config.strategy.updatedAt ?? snapshotTime(dialect);
}

/** valid_to of a current row, in the type of `stamp`. */
function openEnd(config: SnapshotConfig, stamp: string): string {
  const none = `nullif(${stamp}, ${stamp})`;
  return config.validToCurrent === null ? none : `coalesce(${none}, ${config.validToCurrent})`;
}

/** The rows of a first run: all of the source, current. */
export function firstSnapshotSql(config: SnapshotConfig, query: string, dialect: Dialect): string {
  const stamp = stampOf(config, dialect);
  const { names } = config;
  const added = [
    `${dialect.hashColumns([...config.keys, stamp])} as ${names.scdId}`,
    `${stamp} as ${names.updatedAt}`,
    `${stamp} as ${names.validFrom}`,
    `${openEnd(config, stamp)} as ${names.validTo}`,
    ...(config.hardDeletes === 'new_record' ? [`'False' as ${names.isDeleted}`] : []),
  ];
  return `select *,\n  ${added.join(',\n  ')}\nfrom (\n${query}\n) as snapshot_query`;
}

/** The condition that a row of the table is current; `prefix` qualifies its columns. */
function isCurrent(config: SnapshotConfig, prefix = ''): string {
  const end = `${prefix}${config.names.validTo}`;
  if (config.validToCurrent === null) return `${end} is null`;
  return `(${end} = ${config.validToCurrent} or ${end} is null)`;
}

/**
 * The changes of a later run, one row each, told apart by `dbt_change_type`: `insert` rows enter the table, `update` and
 * `delete` rows close the row with their scd id.
 */
export function stagedChangesSql(context: SnapshotSqlContext): string {
  const { config, dialect, query, target } = context;
  const keys = config.keys.map((key, index) => `${key} as dbt_unique_key_${index + 1}`);
  const stamp = stampOf(config, dialect);
  const incoming = [
    ...keys,
    `${stamp} as dbt_stamp`,
    `${dialect.hashColumns([...config.keys, stamp])} as dbt_new_scd_id`,
  ];
  const head = [
    `with snapshot_query as (\n${query}\n),`,
    `incoming as (\n  select *,\n    ${incoming.join(',\n    ')}\n  from snapshot_query\n),`,
    `tracked as (\n  select *,\n    ${keys.join(',\n    ')}\n  from ${dialect.renderRelation(target)}\n  where ${isCurrent(config)}\n)`,
  ].join('\n');
  const branches = [newRows(context), closedRows(context), ...goneRows(context)];
  return `${head}\n${branches.join('\nunion all\n')}`;
}

/** One branch of the staged changes: what stands in each column and where rows come from. */
interface Branch {
  readonly change: 'insert' | 'update' | 'delete';
  readonly from: 'incoming' | 'tracked';
  readonly scdId: string;
  readonly stamp: string;
  readonly validTo: string;
  readonly isDeleted: string;
  readonly rows: string;
}

function branchSql({ config, dialect, columns }: SnapshotSqlContext, branch: Branch): string {
  const { names } = config;
  const quote = (name: string): string => dialect.quoteIdentifier(name);
  const values = columns.map(({ source, target }) =>
    branch.from === 'tracked' || source === target
      ? `${branch.from}.${quote(target)}`
      : `incoming.${quote(source)} as ${quote(target)}`,
  );
  const list = [
    `'${branch.change}' as dbt_change_type`,
    ...values,
    `${branch.scdId} as ${names.scdId}`,
    `${branch.stamp} as ${names.updatedAt}`,
    `${branch.stamp} as ${names.validFrom}`,
    `${branch.validTo} as ${names.validTo}`,
    ...(config.hardDeletes === 'new_record' ? [`${branch.isDeleted} as ${names.isDeleted}`] : []),
  ];
  return `select\n  ${list.join(',\n  ')}\n${branch.rows}`;
}

/** Source rows that are new, changed, or back after a deletion. */
function newRows(context: SnapshotSqlContext): string {
  return branchSql(context, {
    change: 'insert',
    from: 'incoming',
    scdId: 'incoming.dbt_new_scd_id',
    stamp: 'incoming.dbt_stamp',
    validTo: openEnd(context.config, 'incoming.dbt_stamp'),
    isDeleted: "'False'",
    rows: [
      'from incoming',
      `left join tracked on ${onKeys(context.config)}`,
      `where tracked.dbt_unique_key_1 is null\n  or ${superseded(context)}`,
    ].join('\n'),
  });
}

/** Current rows that a source row takes the place of. */
function closedRows(context: SnapshotSqlContext): string {
  return branchSql(context, {
    change: 'update',
    from: 'incoming',
    scdId: `tracked.${context.config.names.scdId}`,
    stamp: 'incoming.dbt_stamp',
    validTo: 'incoming.dbt_stamp',
    isDeleted: "'False'",
    rows: ['from incoming', `join tracked on ${onKeys(context.config)}`, `where ${superseded(context)}`].join(
      '\n',
    ),
  });
}

/** Current rows that are gone from the source, as the config has it: left, closed, or closed and recorded as deleted. */
function goneRows(context: SnapshotSqlContext): readonly string[] {
  const { config, dialect } = context;
  if (config.hardDeletes === 'ignore') return [];
  const now = snapshotTime(dialect);
  const recorded =
    config.hardDeletes === 'new_record'
      ? `\n  and tracked.${config.names.isDeleted} is distinct from 'True'`
      : '';
  const rows = `from tracked\nleft join incoming on ${onKeys(config)}\nwhere incoming.dbt_unique_key_1 is null${recorded}`;
  const from = 'tracked' as const;
  const closed = branchSql(context, {
    change: 'delete',
    from,
    scdId: `tracked.${config.names.scdId}`,
    stamp: now,
    validTo: now,
    isDeleted: "'False'",
    rows,
  });
  if (config.hardDeletes === 'invalidate') return [closed];
  const keys = config.keys.map((_, index) => `tracked.dbt_unique_key_${index + 1}`);
  const deleted = branchSql(context, {
    change: 'insert',
    from,
    scdId: dialect.hashColumns([...keys, now]),
    stamp: now,
    validTo: openEnd(config, now),
    isDeleted: "'True'",
    rows,
  });
  return [closed, deleted];
}

function onKeys(config: SnapshotConfig): string {
  return config.keys
    .map((_, index) => `incoming.dbt_unique_key_${index + 1} = tracked.dbt_unique_key_${index + 1}`)
    .join(' and ');
}

function superseded({ config, changed }: SnapshotSqlContext): string {
  if (config.hardDeletes !== 'new_record') return `(${changed})`;
  return `(${changed} or tracked.${config.names.isDeleted} = 'True')`;
}

/** Closes the rows that staged changes take the place of. */
export function closeRowsSql(
  config: SnapshotConfig,
  target: Relation,
  staged: Relation,
  dialect: Dialect,
): string {
  const { scdId, validTo } = config.names;
  return [
    `update ${dialect.renderRelation(target)} as DBT_INTERNAL_DEST`,
    `set ${validTo} = DBT_INTERNAL_SOURCE.${validTo}`,
    `from ${dialect.renderRelation(staged)} as DBT_INTERNAL_SOURCE`,
    `where DBT_INTERNAL_SOURCE.${scdId} = DBT_INTERNAL_DEST.${scdId}`,
    `  and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')`,
    `  and ${isCurrent(config, 'DBT_INTERNAL_DEST.')}`,
  ].join('\n');
}
