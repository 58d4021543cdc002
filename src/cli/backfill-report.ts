import type { AuditedRelation } from '../api/backfill-audit.ts';
import type { IntervalPlan } from '../api/plan-intervals.ts';
import type { IntervalSettings } from '../intervals/interval.ts';
import { intervalValue } from '../intervals/interval-values.ts';
import { textTable } from './text-table.ts';

/** Whether every interval of every relation is covered by the code as it is. */
export function isComplete(relations: readonly AuditedRelation[]): boolean {
  return relations.every(({ intervals }) => intervals.every(({ state }) => state === 'covered'));
}

/** The audit of a backfill: a line an interval of each relation, and one of totals; or the same as JSON. */
export function backfillReport(
  relations: readonly AuditedRelation[],
  settings: IntervalSettings,
  json: boolean,
): string {
  if (json) return asJson(relations, settings);
  const rows = relations.flatMap((relation) => {
    const { node, intervals, rows: total, duplicateKeys } = relation;
    const bad = intervals.filter(({ state }) => state !== 'covered').length;
    const keys = duplicateKeys === null ? 'no key of rows' : `${duplicateKeys} duplicate keys`;
    return [
      ...intervals.map(({ interval, state, rows: written, mergedAt }) => [
        node.name,
        intervalValue(interval, settings),
        state,
        written === null ? '' : String(written),
        mergedAt === null ? '' : mergedAt.slice(0, 19).replace('T', ' '),
      ]),
      [node.name, 'in all', `${bad} not covered, ${keys}`, total === null ? '' : String(total), ''],
    ];
  });
  return textTable(['relation', 'interval', 'state', 'rows', 'last merge (UTC)'], rows);
}

function asJson(relations: readonly AuditedRelation[], settings: IntervalSettings): string {
  const list = relations.map(({ node, rows, duplicateKeys, intervals }) => ({
    unique_id: node.uniqueId,
    relation: node.relationName,
    rows,
    duplicate_keys: duplicateKeys,
    missing: intervals
      .filter(({ state }) => state !== 'covered')
      .map(({ interval }) => intervalValue(interval, settings)),
    intervals: intervals.map(({ interval, state, rows: written, mergedAt }) => ({
      value: intervalValue(interval, settings),
      ...interval,
      state,
      rows: written,
      last_merge: mergedAt,
    })),
  }));
  return JSON.stringify({ complete: isComplete(relations), relations: list }, null, 2);
}

/** The grid of a backfill: a line a relation, and under each interval whether it is built, or why not; tests are counted. */
export function gridText({ run, states }: IntervalPlan): string {
  const { grid, intervals, project, like } = run;
  const names = intervals.map((interval) => intervalValue(interval, project.tx.interval, like));
  const cells = [...grid.cells.values()];
  const ids = [...new Set(cells.flatMap(({ nodeId }) => nodeId ?? []))];
  const built = new Set(cells.map(({ nodeId, position }) => `${nodeId} ${position}`));
  const bound = (id: string): boolean => !built.has(`${id} null`);
  const all = [...ids, ...[...states.keys()].filter((id) => !ids.includes(id))];
  const tests = cells.filter(({ nodeId }) => nodeId !== null && isTest(nodeId)).length;
  const relations = all.filter((id) => !isTest(id));
  const rows = relations.map((id) => [
    id,
    ...names.map((_, position) => {
      if (!bound(id)) return '';
      return built.has(`${id} ${position}`) ? 'build' : (states.get(id)?.[position] ?? '');
    }),
    bound(id) ? '' : 'once',
  ]);
  const table = textTable(['node', ...names, ''], rows);
  return tests === 0 ? table : `${table}\nand ${tests} tests of these, each behind what it tests`;
}

function isTest(id: string): boolean {
  return id.startsWith('test.') || id.startsWith('unit_test.');
}
