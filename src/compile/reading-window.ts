import type { Json } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { RelationValue } from '../global-macros/values/relation-value.ts';
import type { GraphNode } from '../graph/node.ts';
import type { RunEnvironment } from './run-environment.ts';

/** Instants that bound what a node reads of its inputs, ISO 8601 in UTC, end exclusive. */
export interface Window {
  readonly start: string;
  readonly end: string;
}

/**
 * A ref or source narrowed to what this run reads of it: nothing under `--empty`, the batch's window for a microbatch
 * model's inputs that have an `event_time`, the sample's window under `--sample`. Otherwise it is given as it is.
 */
export function narrowed(
  value: RelationValue,
  node: GraphNode,
  env: RunEnvironment,
  batch: Window | null,
): RelationValue {
  const { flags } = env.project;
  const identifier = value.relation.identifier ?? '';
  if (flags.empty) {
    return subquery(value, 'where false limit 0', `_dbt_limit_subq_${identifier}`);
  }
  const window = batch ?? sampleWindow(flags.sample, env.project.startedAt);
  const eventTime: Json | undefined = node.config['event_time'];
  if (window === null || typeof eventTime !== 'string') return value;
  const { dialect } = env.project.profile.adapter;
  const filter = `${eventTime} >= ${dialect.timestampLiteral(window.start)} and ${eventTime} < ${dialect.timestampLiteral(window.end)}`;
  return subquery(value, `where ${filter}`, `_dbt_et_filter_subq_${identifier}`);
}

/** Named only where the database insists, so that the query's own alias still fits behind it. */
function subquery(value: RelationValue, clauses: string, alias: string): RelationValue {
  const text = `(select * from ${value.toText()} ${clauses})`;
  return new RelationValue(value.relation, value.dialect, {
    text: value.dialect.subqueriesNeedAlias ? `${text} ${alias}` : text,
  });
}

const SAMPLE = /^\s*(\d+)\s+(hour|day|month|year)s?\s*$/i;

/** The window of `--sample`: `3 days` back from now, or `{start: …, end: …}`. Throws ProjectFailure TX3207. */
export function sampleWindow(sample: string | null, now: Date): Window | null {
  if (sample === null) return null;
  const back = SAMPLE.exec(sample);
  if (back)
    return { start: stepBack(now, Number(back[1]), (back[2] ?? '').toLowerCase()), end: now.toISOString() };
  const start = /start['"]?\s*:\s*['"]?([\d\-T: ]+)/.exec(sample)?.[1];
  const end = /end['"]?\s*:\s*['"]?([\d\-T: ]+)/.exec(sample)?.[1];
  const [from, to] = [start, end].map(
    (text) =>
      new Date(`${(text ?? '').trim().replace(' ', 'T')}${(text ?? '').trim().length > 10 ? 'Z' : ''}`),
  );
  if (!from || !to || Number.isNaN(from.getTime()) || Number.isNaN(to.getTime())) {
    throw new ProjectFailure({
      code: 'TX3207',
      message: `The value of --sample cannot be read: ${sample}`,
      hint: "Give a span, '3 days', or a window, '{start: 2024-01-01, end: 2024-02-01}'.",
    });
  }
  return { start: from.toISOString(), end: to.toISOString() };
}

function stepBack(now: Date, count: number, unit: string): string {
  const start = new Date(now);
  if (unit === 'hour') start.setUTCHours(start.getUTCHours() - count);
  else if (unit === 'day') start.setUTCDate(start.getUTCDate() - count);
  else if (unit === 'month') start.setUTCMonth(start.getUTCMonth() - count);
  else start.setUTCFullYear(start.getUTCFullYear() - count);
  return start.toISOString();
}
