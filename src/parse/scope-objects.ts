import { targetOf } from '../config/load-project.ts';
import type { Project } from '../config/project.ts';
import { defineFunction } from '../template/define-function.ts';
import { MacroReturn } from '../template/runtime/template-fault.ts';
import { TemplateFunction, TemplateObject, type Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { Tuple } from '../template/values/tuple.ts';
import { toText } from '../template/values/to-text.ts';

/** `target`: the chosen output of profiles.yml without its secrets. */
export function targetObject(project: Project): Value {
  return fromJson(targetOf(project.profile));
}

/** `return(value)` where it is not a statement of its own: ends the macro. */
export const returnFunction: TemplateFunction = defineFunction('return', [{ name: 'data' }], (args) => {
  throw new MacroReturn(args['data']);
});

/** Names looked up on demand as attributes, items and by `.get()`: `context`, package namespaces, `builtins`. */
export class LookupObject extends TemplateObject {
  readonly typeName = 'dict';
  readonly #lookup: (name: string) => Value | undefined;
  readonly #names: () => Iterable<string>;

  constructor(lookup: (name: string) => Value | undefined, names: () => Iterable<string>) {
    super();
    this.#lookup = lookup;
    this.#names = names;
  }

  override getAttribute(name: string): Value | undefined {
    const value = this.#lookup(name);
    if (value !== undefined) return value;
    if (name === 'get') {
      return new TemplateFunction('get', (args) => this.#lookup(toText(args[0] ?? null)) ?? args[1] ?? null);
    }
    if (name === 'keys') return new TemplateFunction('keys', () => [...this.#names()]);
    if (name === 'items') {
      const entry = (key: string): Value => Tuple.fromItems([key, this.#lookup(key) ?? null]);
      return new TemplateFunction('items', () => [...this.#names()].map(entry));
    }
    return undefined;
  }

  override getItem(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#lookup(key) : undefined;
  }

  override iterate(): Iterable<Value> {
    return this.#names();
  }

  override length(): number {
    return [...this.#names()].length;
  }
}

/** `context_macro_stack`: how many macros deep the template stands. */
export class MacroStack extends TemplateObject {
  readonly typeName = 'MacroStack';
  readonly #depth: () => number;

  constructor(depth: () => number) {
    super();
    this.#depth = depth;
  }

  override getAttribute(name: string): Value | undefined {
    return name === 'depth' ? this.#depth() : undefined;
  }
}
