import type { Manifest } from '../graph/manifest.ts';
import { nodeToJson } from '../graph/node-json.ts';
import type { GraphNode } from '../graph/node.ts';
import { TemplateFunction, TemplateObject, type Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { toText } from '../template/values/to-text.ts';
import { Tuple } from '../template/values/tuple.ts';

const values = new WeakMap<Manifest, Value>();

/** `graph`: the manifest's nodes as dictionaries, each made when it is looked at. */
export function graphValue(manifest: Manifest): Value {
  const known = values.get(manifest);
  if (known !== undefined) return known;
  const made = new Map<Value, Value>();
  for (const [section, kinds] of SECTIONS) made.set(section, new LazyNodes(manifest, kinds));
  made.set('groups', new Map([...manifest.groups].map(([id, group]) => [id, fromJson(group)])));
  values.set(manifest, made);
  return made;
}

const SQL_KINDS = ['model', 'seed', 'snapshot', 'test', 'analysis', 'operation'];
const SECTIONS: readonly (readonly [string, readonly string[]])[] = [
  ['exposures', ['exposure']],
  ['functions', ['function']],
  ['metrics', ['metric']],
  ['nodes', SQL_KINDS],
  ['saved_queries', ['saved_query']],
  ['semantic_models', ['semantic_model']],
  ['sources', ['source']],
  ['unit_tests', ['unit_test']],
];

/** A dictionary of nodes by unique id whose bodies are made on demand. */
class LazyNodes extends TemplateObject {
  readonly typeName = 'dict';
  readonly #nodes: ReadonlyMap<string, GraphNode>;
  readonly #made = new Map<string, Value>();

  constructor(manifest: Manifest, kinds: readonly string[]) {
    super();
    this.#nodes = new Map([...manifest.nodes].filter(([, node]) => kinds.includes(node.resourceType)));
  }

  override getItem(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#value(key) : undefined;
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'values':
        return new TemplateFunction(name, () =>
          [...this.#nodes.keys()].map((id) => this.#value(id) as Value),
        );
      case 'keys':
        return new TemplateFunction(name, () => [...this.#nodes.keys()]);
      case 'items':
        return new TemplateFunction(name, () =>
          [...this.#nodes.keys()].map((id) => Tuple.fromItems([id, this.#value(id) as Value])),
        );
      case 'get':
        return new TemplateFunction(
          name,
          ([id, otherwise]) => this.#value(toText(id ?? '')) ?? otherwise ?? null,
        );
      default:
        return undefined;
    }
  }

  override iterate(): Iterable<Value> {
    return this.#nodes.keys();
  }

  override length(): number {
    return this.#nodes.size;
  }

  override isTruthy(): boolean {
    return this.#nodes.size > 0;
  }

  #value(id: string): Value | undefined {
    const known = this.#made.get(id);
    if (known !== undefined) return known;
    const node = this.#nodes.get(id);
    if (node === undefined) return undefined;
    const value = fromJson(nodeToJson(node));
    this.#made.set(id, value);
    return value;
  }
}
