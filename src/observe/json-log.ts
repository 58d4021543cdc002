import { errorCodes } from '../errors/codes.ts';
import type { Event, EventLevel } from '../events/event.ts';
import type { EventListener } from '../events/event-bus.ts';
import { toDbtEvents, type DbtEvent } from './dbt-event.ts';

/** Where log lines go, which of them, and the environment that names the orchestrator's run. */
export interface JsonLogOptions {
  readonly write: (line: string) => void;
  readonly level: EventLevel | 'none';
  readonly invocationId: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const RANK = { debug: 0, info: 1, warn: 2, error: 3, none: 4 } as const;

/**
 * Writes one JSON line an event: the fields orchestration reads (`timestamp level dag_id task_id dag_run_id event
 * metrics error`; the Airflow ids from its environment variables) and dbt's `info` and `data`.
 */
export function createJsonLog(options: JsonLogOptions): EventListener {
  const ids = airflowIds(options.environment);
  return (event, at) => {
    for (const entry of toDbtEvents(event)) {
      if (RANK[entry.level] < RANK[options.level]) continue;
      options.write(JSON.stringify(line(entry, event, at, ids, options.invocationId)));
    }
  };
}

/** Airflow's names of DAG, task and run, where it started this process. */
function airflowIds(environment: Readonly<Record<string, string | undefined>>) {
  return {
    dag_id: environment['AIRFLOW_CTX_DAG_ID'] ?? null,
    task_id: environment['AIRFLOW_CTX_TASK_ID'] ?? null,
    dag_run_id: environment['AIRFLOW_CTX_DAG_RUN_ID'] ?? null,
    try_number: environment['AIRFLOW_CTX_TRY_NUMBER'] ?? null,
  };
}

function line(
  entry: DbtEvent,
  event: Event,
  at: Date,
  ids: ReturnType<typeof airflowIds>,
  invocationId: string,
): Readonly<Record<string, unknown>> {
  const timestamp = at.toISOString();
  return {
    timestamp,
    level: entry.level,
    ...ids,
    event: entry.name,
    metrics: metricsOf(event),
    error: entry.level === 'error' ? errorOf(event, entry.message) : null,
    info: {
      category: '',
      code: '',
      extra: {},
      invocation_id: invocationId,
      level: entry.level,
      msg: entry.message,
      name: entry.name,
      pid: process.pid,
      thread: 'MainThread',
      ts: timestamp.replace(/(\.\d{3})Z$/, '$1000Z'),
    },
    data: entry.data,
  };
}

/** What went wrong: the code, class and words of tx's own error, its place and the way out; null what is not known. */
function errorOf(event: Event, message: string): Readonly<Record<string, string | number | null>> {
  const error = 'error' in event ? event.error : null;
  const words = event.kind === 'node-finished' ? event.message : message;
  return {
    code: error?.code ?? null,
    class: error ? errorCodes[error.code].errorClass : null,
    message: error?.message ?? words ?? message,
    file: error?.location?.file ?? null,
    line: error?.location?.line ?? null,
    column: error?.location?.column ?? null,
    hint: error?.hint ?? null,
  };
}

/** Rows, bytes and seconds of what happened; null where there is nothing to measure. */
function metricsOf(event: Event): Readonly<Record<string, number | null>> {
  const seconds = 'seconds' in event ? event.seconds : null;
  return { rows: event.kind === 'node-finished' ? event.rows : null, bytes: null, duration_s: seconds };
}
