import { TemplateObject, type Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import type { Flags } from './flags.ts';
import type { Json } from './json.ts';

/** `flags`: settings of the invocation in dbt's capitals, e.g. `flags.FULL_REFRESH`. */
export class FlagsObject extends TemplateObject {
  readonly typeName = 'Flags';
  readonly #flags: Flags;
  readonly #onRead: (name: string) => void;

  /** `onRead` is told of every flag that a template reads. */
  constructor(flags: Flags, onRead: (name: string) => void = () => undefined) {
    super();
    this.#flags = flags;
    this.#onRead = onRead;
  }

  override getAttribute(name: string): Value | undefined {
    this.#onRead(name);
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
