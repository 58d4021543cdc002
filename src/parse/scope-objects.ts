import type { Flags } from '../config/flags.ts';
import type { Json } from '../config/json.ts';
import { targetOf } from '../config/load-project.ts';
import type { Project } from '../config/project.ts';
import { defineFunction } from '../template/define-function.ts';
import { MacroReturn } from '../template/runtime/template-fault.ts';
import { TemplateFunction, TemplateObject, type Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { toText } from '../template/values/to-text.ts';

/** `target`: the chosen output of profiles.yml without its secrets. */
export function targetObject(project: Project): Value {
  return fromJson(targetOf(project.profile));
}

/** `flags`: settings of the invocation in dbt's capitals, e.g. `flags.FULL_REFRESH`. */
export class FlagsObject extends TemplateObject {
  readonly typeName = 'Flags';
  readonly #flags: Flags;

  constructor(flags: Flags) {
    super();
    this.#flags = flags;
  }

  override getAttribute(name: string): Value | undefined {
    const value = flagValue(this.#flags, name);
    return value === undefined ? undefined : fromJson(value);
  }
}

/** A flag by any spelling (`FULL_REFRESH`, `full_refresh`); undefined when there is none. */
export function flagValue(flags: Flags, name: string): Json | undefined {
  const lower = name.toLowerCase();
  const camel = lower.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (Object.hasOwn(flags, camel)) return flags[camel as keyof Flags] as unknown as Json;
  if (Object.hasOwn(flags.projectFlags, lower)) return flags.projectFlags[lower];
  return Object.hasOwn(flags.command, lower) ? flags.command[lower] : undefined;
}

/** `invocation_args_dict`: the flags by dbt's names. */
export function invocationArguments(flags: Flags): Value {
  const args: Record<string, Json> = {};
  for (const [key, value] of Object.entries(flags)) {
    if (key === 'projectFlags' || key === 'command') continue;
    args[key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] = value as Json;
  }
  return fromJson({ ...args, ...flags.projectFlags, ...flags.command });
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
