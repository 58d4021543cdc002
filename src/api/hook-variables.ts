import type { HookVariables } from '../execute/run-hooks.ts';
import { isFailure, type NodeResult } from '../execute/node-result.ts';
import { nodeToJson } from '../graph/node-json.ts';
import type { Json } from '../config/json.ts';
import { TemplateObject, type Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { Tuple } from '../template/values/tuple.ts';
import { toFloat } from '../template/values/float.ts';
import type { OpenedProject } from './open-project.ts';

/** What on-run-end hooks see: `results`, and the schemas that the run's nodes are in. */
export function hookVariables(results: readonly NodeResult[], opened: OpenedProject): HookVariables {
  const { manifest } = opened;
  const places = new Map<string, Tuple>();
  for (const result of results) {
    const node = manifest.nodes.get(result.nodeId);
    const built = !isFailure(result.status) && node !== undefined && 'alias' in node;
    if (!built || node.resourceType === 'operation' || node.relationName === null) continue;
    places.set(`${node.database}.${node.schema}`, Tuple.fromItems([node.database, node.schema]));
  }
  const schemas = [...new Set([...places.values()].map((place) => place[1] as Value))];
  return new Map<string, Value>([
    ['results', results.map((result) => new ResultValue(result, opened))],
    ['schemas', schemas],
    ['database_schemas', [...places.values()]],
  ]);
}

/** One result as templates see it: `result.node`, `.status`, `.message`, `.failures`, `.timing`, … */
class ResultValue extends TemplateObject {
  readonly typeName = 'RunResult';
  readonly #result: NodeResult;
  readonly #opened: OpenedProject;
  #node: Value | undefined;

  constructor(result: NodeResult, opened: OpenedProject) {
    super();
    this.#result = result;
    this.#opened = opened;
  }

  override getAttribute(name: string): Value | undefined {
    const result = this.#result;
    switch (name) {
      case 'node':
        return (this.#node ??= this.#nodeValue());
      case 'unique_id':
        return result.nodeId;
      case 'status':
        return result.status;
      case 'message':
        return result.message;
      case 'failures':
        return result.failures;
      case 'thread_id':
        return result.threadId;
      case 'execution_time':
        return toFloat(result.executionTime);
      case 'adapter_response':
        return fromJson(result.adapterResponse);
      case 'timing':
        return result.timing.map((timing) =>
          fromJson({ name: timing.name, started_at: timing.startedAt, completed_at: timing.completedAt }),
        );
      case 'skip':
        return result.status === 'skipped';
      case 'error':
        return result.status === 'error' ? result.message : null;
      default:
        return undefined;
    }
  }

  #nodeValue(): Value {
    const node = this.#opened.manifest.nodes.get(this.#result.nodeId);
    return node === undefined ? null : fromJson(nodeToJson(node) as Json);
  }

  override toText(): string {
    return `RunResult(status='${this.#result.status}', unique_id='${this.#result.nodeId}')`;
  }
}
