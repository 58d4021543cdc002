import type { Event, EventLevel, NodeInfo } from '../events/event.ts';

/** An event in the terms of dbt's structured log: its name, level, message and data. */
export interface DbtEvent {
  readonly name: string;
  readonly level: EventLevel;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** dbt's `node_info`. */
function nodeInfo(node: NodeInfo, status: string, startedAt = '', finishedAt = ''): Readonly<Record<string, unknown>> {
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

/** The events of dbt that say what this event says; orchestrators read these names. */
export function toDbtEvents(event: Event): readonly DbtEvent[] {
  switch (event.kind) {
    case 'invocation-started':
      return [one('MainReportVersion', 'info', `Running with tx=${event.version}`, { version: `=${event.version}` })];
    case 'run-started':
      return [
        one('ConcurrencyLine', 'info', `Concurrency: ${event.threads} threads (target='${event.target}')`, {
          num_threads: event.threads,
          target_name: event.target,
          node_count: event.nodes,
        }),
      ];
    case 'node-started': {
      const info = nodeInfo(event.node, 'started');
      const data = { description: event.description, index: event.index, total: event.total, node_info: info };
      return [
        one('LogStartLine', 'info', `${event.index} of ${event.total} START ${event.description}`, data),
        one('NodeStart', 'debug', `Began running node ${event.node.uniqueId}`, { node_info: info }),
      ];
    }
    case 'node-compiled':
      return [one('NodeCompiling', 'debug', `Compiled node ${event.node.uniqueId}`, { node_info: nodeInfo(event.node, 'compiling') })];
    case 'statement':
      return [
        one('SQLQuery', 'debug', `Using connection "${event.connection}"\nOn ${event.connection}: ${event.sql}`, {
          conn_name: event.connection,
          sql: event.sql,
          node_info: event.node ? nodeInfo(event.node, 'executing') : {},
        }),
      ];
    case 'statement-done':
      return [
        one('SQLQueryStatus', 'debug', `SQL status: ${event.message} in ${event.seconds.toFixed(3)} seconds`, {
          status: event.message,
          elapsed: event.seconds,
          node_info: event.node ? nodeInfo(event.node, 'executing') : {},
        }),
      ];
    case 'node-finished':
      return finished(event);
    default:
      return others(event);
  }
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
      ? one('SkippingDetails', 'info', `SKIP ${event.description}`, { ...data, resource_type: node.resourceType })
      : one(RESULT_NAMES[node.resourceType] ?? 'LogNodeResult', level, `${event.index} of ${event.total} ${status.toUpperCase()} ${event.description}`, data),
  ];
  if (bad && event.message !== null) {
    events.push(one('RunResultError', 'error', event.message, { msg: event.message, node_info: info }));
  }
  events.push(one('NodeFinished', 'debug', `Finished running node ${node.uniqueId}`, { node_info: info, run_result: { status, message: event.message ?? '', execution_time: event.seconds, num_failures: event.failures ?? 0 } }));
  return events;
}

function others(event: Event): readonly DbtEvent[] {
  switch (event.kind) {
    case 'freshness-finished':
      return [
        one('LogFreshnessResult', event.status === 'pass' ? 'info' : event.status === 'warn' ? 'warn' : 'error', `${event.status.toUpperCase()} freshness of ${event.node.name}`, {
          status: event.status,
          index: event.index,
          total: event.total,
          execution_time: event.seconds,
          node_info: nodeInfo(event.node, event.status),
        }),
      ];
    case 'hook-finished':
      return [
        one('LogHookEndLine', event.status === 'success' ? 'info' : 'error', `${event.status === 'success' ? 'OK' : 'ERROR'} hook: ${event.name}`, {
          statement: event.name,
          status: event.status,
          execution_time: event.seconds,
        }),
      ];
    case 'run-finished': {
      const { summary } = event;
      const stats = { pass: summary.pass, warn: summary.warn, error: summary.error, skip: summary.skip, noop: summary.noOp, total: summary.total };
      const line = `Done. PASS=${summary.pass} WARN=${summary.warn} ERROR=${summary.error} SKIP=${summary.skip} NO-OP=${summary.noOp} TOTAL=${summary.total}`;
      return [
        one('FinishedRunningStats', 'info', `Finished running in ${event.seconds.toFixed(2)}s`, { execution_time: event.seconds }),
        one('StatsLine', 'info', line, { stats }),
      ];
    }
    case 'artifact-written':
      return [one('ArtifactWritten', 'debug', `Wrote artifact ${event.name} to ${event.path}`, { artifact_type: event.name, artifact_path: event.path })];
    case 'warning':
      return [one(event.name, 'warn', event.error.message, { ...errorData(event.error) })];
    case 'error':
      return [one('MainEncounteredError', 'error', `Encountered an error:\n${event.error.message}`, { exc: event.error.message, ...errorData(event.error) })];
    case 'message':
      return [one(event.name, event.level, event.text, { msg: event.text })];
    case 'command-finished':
      return [one('CommandCompleted', 'debug', `Command \`tx ${event.command}\` ${event.success ? 'succeeded' : 'failed'} after ${event.seconds.toFixed(2)} seconds`, { command: `tx ${event.command}`, success: event.success, elapsed: event.seconds })];
    case 'project-found':
      return [one('FoundStats', 'info', `Found ${[...event.counts].map(([kind, count]) => `${count} ${kind}s`).join(', ')}`, { stat_line: Object.fromEntries(event.counts) })];
    default:
      return [];
  }
}

function one(name: string, level: EventLevel, message: string, data: Readonly<Record<string, unknown>>): DbtEvent {
  return { name, level, message, data };
}

function errorData(error: { readonly code: string; readonly hint?: string; readonly location?: unknown; readonly nodeId?: string }) {
  return {
    code: error.code,
    ...(error.hint ? { hint: error.hint } : {}),
    ...(error.location ? { location: error.location } : {}),
    ...(error.nodeId ? { unique_id: error.nodeId } : {}),
  };
}
