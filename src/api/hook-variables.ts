import type { HookVariables } from '../execute/run-hooks.ts';
import type { RunRecorder } from '../execute/run-context.ts';
import { isFailure, type NodeResult } from '../execute/node-result.ts';
import { nodeToJson } from '../graph/node-json.ts';
import type { JsonObject } from '../config/json.ts';
import { TemplateFunction, TemplateObject, type Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { Tuple } from '../template/values/tuple.ts';
import { toFloat } from '../template/values/float.ts';
import { toText } from '../template/values/to-text.ts';
import { compiledFacts } from './compiled-facts.ts';
import type { OpenedProject } from './open-project.ts';

/** What on-run-end hooks see: `results`, and the schemas that the run's nodes are in. */
export function hookVariables(
  results: readonly NodeResult[],
  opened: OpenedProject,
  kept: RunRecorder['kept'],
): HookVariables {
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
    ['results', results.map((result) => new ResultValue(result, opened, kept))],
    ['schemas', schemas],
    ['database_schemas', [...places.values()]],
  ]);
}

/** What `result.to_dict()` has, in dbt's order. */
const PARTS = [
  'status',
  'timing',
  'thread_id',
  'execution_time',
  'adapter_response',
  'message',
  'failures',
  'node',
];

/** An object of dbt's with fields and `to_dict()`; its fields are found as items too. */
class RecordValue extends TemplateObject {
  readonly typeName: string;
  readonly #fields: ReadonlyMap<Value, Value>;

  constructor(typeName: string, fields: JsonObject) {
    super();
    this.typeName = typeName;
    this.#fields = fromJson(fields) as ReadonlyMap<Value, Value>;
  }

  override getAttribute(name: string): Value | undefined {
    if (name === 'to_dict') return new TemplateFunction(name, () => this.asDict());
    return this.#fields.get(name);
  }

  override getItem(key: Value): Value | undefined {
    return this.#fields.get(key);
  }

  asDict(): Value {
    return new Map(this.#fields);
  }

  override toText(): string {
    return toText(this.asDict());
  }
}

/** One result as templates see it: `result.node`, `.status`, `.message`, `.failures`, `.timing`, … */
class ResultValue extends TemplateObject {
  readonly typeName = 'RunResult';
  readonly #result: NodeResult;
  readonly #opened: OpenedProject;
  readonly #kept: RunRecorder['kept'];
  #node: Value | undefined;

  constructor(result: NodeResult, opened: OpenedProject, kept: RunRecorder['kept']) {
    super();
    this.#kept = kept;
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
        return result.timing.map(
          ({ name: phase, startedAt, completedAt }) =>
            new RecordValue('TimingInfo', { name: phase, started_at: startedAt, completed_at: completedAt }),
        );
      case 'skip':
        return result.status === 'skipped';
      case 'error':
        return result.status === 'error' ? result.message : null;
      case 'to_dict':
        return new TemplateFunction(name, () => this.#asDict());
      default:
        return undefined;
    }
  }

  #nodeValue(): Value {
    const { nodeId } = this.#result;
    const node = this.#opened.manifest.nodes.get(nodeId);
    if (node === undefined) return null;
    const kept = this.#kept.get(nodeId);
    const facts = kept && 'rawCode' in node ? compiledFacts(node, kept, this.#opened.project) : undefined;
    return new RecordValue('Node', nodeToJson(node, facts));
  }

  #asDict(): Value {
    const plain = (value: Value | undefined): Value =>
      value instanceof RecordValue
        ? value.asDict()
        : Array.isArray(value)
          ? value.map(plain)
          : (value ?? null);
    return new Map<Value, Value>(PARTS.map((name) => [name, plain(this.getAttribute(name))]));
  }

  override toText(): string {
    return `RunResult(status='${this.#result.status}', unique_id='${this.#result.nodeId}')`;
  }
}
