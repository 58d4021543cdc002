import type {
  DeleteByKeys,
  DeletePartitions,
  Dialect,
  InsertSelect,
  Merge,
  PartitionField,
  Upsert,
} from '../dialect.ts';
import type { Relation } from '../relation.ts';
import { quoteIdentifier, renderRelation } from './naming.ts';

/** A source that is a query needs a name in the from clause; a relation is taken as it is. */
const fromSource = (source: string, alias: string): string => `${source} as ${alias}`;

const quoted = (names: readonly string[]): string => names.map(quoteIdentifier).join(', ');

/** The expression whose distinct values are the partitions of a field. */
function partitionExpression(partition: PartitionField, prefix = ''): string {
  const field = `${prefix}${partition.field}`;
  return partition.granularity === null ? field : `date_trunc('${partition.granularity}', ${field})`;
}

function insertSelect({ target, columns, source }: InsertSelect): string {
  const names = quoted(columns);
  return `insert into ${renderRelation(target)} (${names})\nselect ${names}\nfrom ${fromSource(source, 'DBT_INTERNAL_SOURCE')}`;
}

/** Standard SQL for changing rows. */
export const rowStatements = {
  insertSelect,
  deleteByKeys({ target, keys, source, predicates }: DeleteByKeys) {
    const list = keys.length === 1 ? `${keys[0]}` : `(${keys.join(', ')})`;
    return [
      `delete from ${renderRelation(target)} as DBT_INTERNAL_DEST`,
      `where ${list} in (\n  select ${keys.join(', ')}\n  from ${fromSource(source, 'DBT_INTERNAL_SOURCE')}\n)`,
      ...predicates.map((predicate) => `  and ${predicate}`),
    ].join('\n');
  },
  deleteWhere: (target: Relation, predicate: string) =>
    `delete from ${renderRelation(target)}\nwhere ${predicate}`,
  merge(request: Merge) {
    const on = [
      ...request.predicates.map((predicate) => `(${predicate})`),
      ...request.keys.map((key) => `DBT_INTERNAL_SOURCE.${key} = DBT_INTERNAL_DEST.${key}`),
    ];
    const lines = [
      `merge into ${renderRelation(request.target)} as DBT_INTERNAL_DEST`,
      `using ${fromSource(request.source, 'DBT_INTERNAL_SOURCE')}`,
      `on ${request.keys.length === 0 ? 'false' : on.join('\n  and ')}`,
    ];
    if (request.keys.length > 0 && request.updateColumns.length > 0) {
      const condition = request.updateCondition ? ` and ${request.updateCondition}` : '';
      const sets = request.updateColumns.map((name) => {
        const expression = request.setExpressions?.[name] ?? `DBT_INTERNAL_SOURCE.${quoteIdentifier(name)}`;
        return `${quoteIdentifier(name)} = ${expression}`;
      });
      lines.push(`when matched${condition} then update set`, `  ${sets.join(',\n  ')}`);
    }
    const insertIf = request.insertCondition ? ` and ${request.insertCondition}` : '';
    const values = request.insertColumns.map((name) => `DBT_INTERNAL_SOURCE.${quoteIdentifier(name)}`);
    lines.push(
      `when not matched${insertIf} then insert`,
      `  (${quoted(request.insertColumns)})`,
      'values',
      `  (${values.join(', ')})`,
    );
    return lines.join('\n');
  },
  upsert({ target, source, keys, insertColumns, updateColumns }: Upsert) {
    const sets = updateColumns.map((name) => `${quoteIdentifier(name)} = excluded.${quoteIdentifier(name)}`);
    return [
      insertSelect({ target, columns: insertColumns, source }),
      // Without it `on conflict` could be read as the condition of a join.
      'where true',
      `on conflict (${keys.join(', ')}) do ${sets.length === 0 ? 'nothing' : `update set\n  ${sets.join(',\n  ')}`}`,
    ].join('\n');
  },
  deletePartitions({ target, source, partitions, predicates }: DeletePartitions) {
    const own = partitions.map((partition) => partitionExpression(partition, 'DBT_INTERNAL_DEST.'));
    const incoming = partitions.map((partition) => partitionExpression(partition));
    const names = partitions.map((_, index) => `partition_${index + 1}`);
    // `is not distinct from` lets rows without a partition value replace each other too.
    const matches = own.map(
      (expression, index) => `${expression} is not distinct from DBT_INTERNAL_SOURCE.${names[index]}`,
    );
    const select = incoming.map((expression, index) => `${expression} as ${names[index]}`).join(', ');
    return [
      `delete from ${renderRelation(target)} as DBT_INTERNAL_DEST`,
      `using (\n  select distinct ${select}\n  from ${fromSource(source, 'DBT_INTERNAL_NEW')}\n) as DBT_INTERNAL_SOURCE`,
      `where ${[...matches, ...predicates].join('\n  and ')}`,
    ].join('\n');
  },
} satisfies Partial<Dialect>;
