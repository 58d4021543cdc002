import type { Event, EventLevel, NodeInfo } from '../events/event.ts';

/** An event in the terms of dbt's structured log: its name, level, message and data. */
export interface DbtEvent {
  readonly name: string;
  readonly level: EventLevel;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** dbt's `node_info`. */
function nodeInfo(
  node: NodeInfo,
  status: string,
  startedAt = '',
  finishedAt = '',
): Readonly<Record<string, unknown>> {
  return {
    node_name: node.name,
    unique_id: node.uniqueId,
    resource_type: node.resourceType,
    materialized: node.materialized,
    node_path: node.path,
    node_status: status,
    node_started_at: startedAt,
    node_finished_at: finishedAt,
    node_relation: {
      database: node.relation.database ?? '',
      schema: node.relation.schema ?? '',
      alias: node.relation.alias ?? '',
      relation_name: '',
    },
  };
}

const RESULT_NAMES: Readonly<Record<string, string>> = {
  model: 'LogModelResult',
  test: 'LogTestResult',
  unit_test: 'LogTestResult',
  seed: 'LogSeedResult',
  snapshot: 'LogSnapshotResult',
};

type Translations = {
  readonly [K in Event['kind']]?: (event: Event & { readonly kind: K }) => readonly DbtEvent[];
};

/** What each kind of event is for dbt; kinds that are not here are tx's own. */
const translations: Translations = {
  'invocation-started': ({ version }) => [
    one('MainReportVersion', 'info', `Running with tx=${version}`, { version: `=${version}` }),
  ],
  'project-found': ({ counts }) => {
    const found = [...counts].map(([kind, count]) => `${count} ${kind}s`).join(', ');
    return [one('FoundStats', 'info', `Found ${found}`, { stat_line: Object.fromEntries(counts) })];
  },
  'run-started': ({ threads, target, nodes }) => [
    one('ConcurrencyLine', 'info', `Concurrency: ${threads} threads (target='${target}')`, {
      num_threads: threads,
      target_name: target,
      node_count: nodes,
    }),
  ],
  'node-started': ({ node, description, index, total }) => {
    const info = nodeInfo(node, 'started');
    return [
      one('LogStartLine', 'info', `${index} of ${total} START ${description}`, {
        description,
        index,
        total,
        node_info: info,
      }),
      one('NodeStart', 'debug', `Began running node ${node.uniqueId}`, { node_info: info }),
    ];
  },
  'node-compiled': ({ node }) => [
    one('NodeCompiling', 'debug', `Compiled node ${node.uniqueId}`, {
      node_info: nodeInfo(node, 'compiling'),
    }),
  ],
  'node-finished': finished,
  statement: ({ connection, sql, node }) => [
    one('SQLQuery', 'debug', `Using connection "${connection}"\nOn ${connection}: ${sql}`, {
      conn_name: connection,
      sql,
      node_info: node ? nodeInfo(node, 'executing') : {},
    }),
  ],
  'statement-done': ({ message, seconds, node }) => [
    one('SQLQueryStatus', 'debug', `SQL status: ${message} in ${seconds.toFixed(3)} seconds`, {
      status: message,
      elapsed: seconds,
      node_info: node ? nodeInfo(node, 'executing') : {},
    }),
  ],
  'freshness-finished': ({ status, node, index, total, seconds }) => [
    one(
      'LogFreshnessResult',
      status === 'pass' ? 'info' : status === 'warn' ? 'warn' : 'error',
      `${status.toUpperCase()} freshness of ${node.name}`,
      { status, index, total, execution_time: seconds, node_info: nodeInfo(node, status) },
    ),
  ],
  'hook-started': ({ node, name, index, total }) => [
    one('LogHookStartLine', 'info', `${index} of ${total} START hook: ${name}`, {
      statement: name,
      index,
      total,
      node_info: nodeInfo(node, 'started'),
    }),
  ],
  'hook-finished': ({ node, status, name, index, total, seconds }) => {
    const word = status === 'success' ? 'OK' : status === 'skipped' ? 'SKIP' : 'ERROR';
    return [
      one('LogHookEndLine', 'info', `${index} of ${total} ${word} hook: ${name}`, {
        statement: name,
        status,
        index,
        total,
        execution_time: seconds,
        node_info: nodeInfo(node, status),
      }),
    ];
  },
  'run-finished': ({ summary: { noOp, reused, ...counts }, seconds }) => {
    const { pass, warn, error, skip, total } = counts;
    const line = `Done. PASS=${pass} WARN=${warn} ERROR=${error} SKIP=${skip} NO-OP=${noOp}${reused > 0 ? ` REUSED=${reused}` : ''} TOTAL=${total}`;
    return [
      one('FinishedRunningStats', 'info', `Finished running in ${seconds.toFixed(2)}s`, {
        execution_time: seconds,
      }),
      one('StatsLine', 'info', line, { stats: { ...counts, noop: noOp, reused } }),
    ];
  },
  'artifact-written': ({ name, path }) => [
    one('ArtifactWritten', 'debug', `Wrote artifact ${name} to ${path}`, {
      artifact_type: name,
      artifact_path: path,
    }),
  ],
  warning: ({ name, error }) => [one(name, 'warn', error.message, { ...errorData(error) })],
  error: ({ error }) => [
    one('MainEncounteredError', 'error', `Encountered an error:\n${error.message}`, {
      exc: error.message,
      ...errorData(error),
    }),
  ],
  message: ({ name, level, text }) => [one(name, level, text, { msg: text })],
  'command-finished': ({ command, success, seconds }) => [
    one(
      'CommandCompleted',
      'debug',
      `Command \`tx ${command}\` ${success ? 'succeeded' : 'failed'} after ${seconds.toFixed(2)} seconds`,
      { command: `tx ${command}`, success, elapsed: seconds },
    ),
  ],
};

/** The events of dbt that say what this event says; orchestrators read these names. */
export function toDbtEvents(event: Event): readonly DbtEvent[] {
  const translate = translations[event.kind] as ((event: Event) => readonly DbtEvent[]) | undefined;
  return translate?.(event) ?? [];
}

function finished(event: Event & { readonly kind: 'node-finished' }): readonly DbtEvent[] {
  const { status, node } = event;
  const info = nodeInfo(node, status, event.startedAt, event.finishedAt);
  const bad = status === 'error' || status === 'fail' || status === 'runtime error';
  const level: EventLevel = bad ? 'error' : status === 'warn' ? 'warn' : 'info';
  const data = {
    description: event.description,
    status: status === 'success' ? (event.message ?? 'OK') : status,
    index: event.index,
    total: event.total,
    execution_time: event.seconds,
    num_failures: event.failures ?? 0,
    node_info: info,
  };
  const events = [
    status === 'skipped'
      ? one('SkippingDetails', 'info', `SKIP ${event.description}`, {
          ...data,
          resource_type: node.resourceType,
        })
      : one(
          RESULT_NAMES[node.resourceType] ?? 'LogNodeResult',
          level,
          `${event.index} of ${event.total} ${status.toUpperCase()} ${event.description}`,
          data,
        ),
  ];
  if (bad && event.message !== null) {
    events.push(one('RunResultError', 'error', event.message, { msg: event.message, node_info: info }));
  }
  events.push(
    one('NodeFinished', 'debug', `Finished running node ${node.uniqueId}`, {
      node_info: info,
      run_result: {
        status,
        message: event.message ?? '',
        execution_time: event.seconds,
        num_failures: event.failures ?? 0,
      },
    }),
  );
  return events;
}

function one(
  name: string,
  level: EventLevel,
  message: string,
  data: Readonly<Record<string, unknown>>,
): DbtEvent {
  return { name, level, message, data };
}

function errorData(error: {
  readonly code: string;
  readonly hint?: string;
  readonly location?: unknown;
  readonly nodeId?: string;
}) {
  return {
    code: error.code,
    ...(error.hint ? { hint: error.hint } : {}),
    ...(error.location ? { location: error.location } : {}),
    ...(error.nodeId ? { unique_id: error.nodeId } : {}),
  };
}
