import type { Project } from '../config/project.ts';
import type { NodeResult } from '../execute/node-result.ts';
import { artifactMetadata, artifactTime } from './artifact-metadata.ts';

/** run_results.json, version 6. */
export function runResultsJson(
  project: Project,
  results: readonly NodeResult[],
  elapsedSeconds: number,
): Readonly<Record<string, unknown>> {
  return {
    metadata: artifactMetadata(project, 'run-results', 6),
    results: results.map(resultJson),
    elapsed_time: elapsedSeconds,
    args: runArguments(project),
  };
}

function resultJson(result: NodeResult): Readonly<Record<string, unknown>> {
  return {
    status: result.status,
    timing: result.timing.map((timing) => ({
      name: timing.name,
      started_at: artifactTime(timing.startedAt),
      completed_at: artifactTime(timing.completedAt),
    })),
    thread_id: result.threadId,
    execution_time: result.executionTime,
    adapter_response: result.adapterResponse,
    message: result.message,
    failures: result.failures,
    unique_id: result.nodeId,
    ...compiledJson(result),
    batch_results: result.batchResults,
    overload_results: null,
  };
}

/** Kinds of nodes that dbt says nothing of here: no compiled SQL comes of them. */
const NEVER_COMPILED: ReadonlySet<string> = new Set(['seed', 'exposure', 'saved_query', 'source']);

function compiledJson({ nodeId, compiledCode, relationName }: NodeResult): Readonly<Record<string, unknown>> {
  const kind = nodeId.slice(0, nodeId.indexOf('.'));
  const isTold = kind === 'unit_test' ? compiledCode !== null : !NEVER_COMPILED.has(kind);
  return {
    compiled: isTold ? compiledCode !== null : null,
    compiled_code: isTold ? compiledCode : null,
    relation_name: isTold ? relationName : null,
  };
}

/** The flags of the invocation under dbt's names, so that `retry` and other tools can read them. */
export function runArguments(project: Project): Readonly<Record<string, unknown>> {
  const { flags } = project;
  const args: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(flags)) {
    if (key === 'projectFlags' || key === 'command' || value === null) continue;
    args[key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] = value;
  }
  return { ...args, ...flags.command, which: flags.which };
}
