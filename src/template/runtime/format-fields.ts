import type { KeywordArguments, Value } from '../value.ts';
import { toRepr, toText } from '../values/to-text.ts';
import { formatSpec } from './format-spec.ts';
import { TemplateFault } from './template-fault.ts';

const FIELD = /\{\{|\}\}|\{([^{}:!]*)(?:!([^:{}]*))?(?::((?:[^{}]|\{[^{}]*\})*))?\}|[{}]/g;

/** How the fields of a format string reach into a value: `{0.name}` and `{0[key]}`. */
export interface FieldAccess {
  readonly getAttribute: (object: Value, name: string) => Value;
  readonly getItem: (object: Value, key: Value) => Value;
}

/** Finds the values that the fields of one format string name. */
class Fields {
  readonly #args: readonly Value[];
  readonly #kwargs: KeywordArguments;
  readonly #access: FieldAccess;
  #next: number | null = null;
  #numbered = false;

  constructor(args: readonly Value[], kwargs: KeywordArguments, access: FieldAccess) {
    this.#access = access;
    this.#args = args;
    this.#kwargs = kwargs;
  }

  value(path: string): Value {
    const [, head = '', rest = ''] = /^([^.[]*)(.*)$/s.exec(path) ?? [];
    let value = /^\d*$/.test(head) ? this.#positional(head) : this.#named(head);
    for (const [, attribute, item = ''] of rest.matchAll(/\.(\w+)|\[([^\]]+)\]/g)) {
      if (attribute !== undefined) value = this.#access.getAttribute(value, attribute);
      else value = this.#access.getItem(value, /^\d+$/.test(item) ? Number(item) : item);
    }
    return value;
  }

  #positional(head: string): Value {
    if (head === '') {
      if (this.#numbered)
        throw new TemplateFault('cannot switch from manual field specification to automatic field numbering');
      this.#next = (this.#next ?? -1) + 1;
    } else {
      if (this.#next !== null)
        throw new TemplateFault('cannot switch from automatic field numbering to manual field specification');
      this.#numbered = true;
    }
    const index = head === '' ? (this.#next ?? 0) : Number(head);
    const value = this.#args[index];
    if (value === undefined)
      throw new TemplateFault(`Replacement index ${index} out of range for positional args tuple`);
    return value;
  }

  #named(name: string): Value {
    const value = this.#kwargs?.get(name);
    if (value === undefined) throw new TemplateFault(`KeyError: '${name}'`);
    return value;
  }
}

/** Python's `text.format(*args, **kwargs)`. Throws TemplateFault for a field without a value. */
export function formatFields(
  text: string,
  args: readonly Value[],
  kwargs: KeywordArguments,
  access: FieldAccess,
): string {
  const fields = new Fields(args, kwargs, access);
  return text.replace(FIELD, (whole, path?: string, conversion?: string, spec: string = '') => {
    if (whole === '{{') return '{';
    if (whole === '}}') return '}';
    if (path === undefined) throw new TemplateFault(`Single '${whole}' encountered in format string`);
    const value = converted(fields.value(path), conversion);
    const filled = spec.replace(/\{([^{}]*)\}/g, (_inner: string, inner: string) =>
      toText(fields.value(inner)),
    );
    return filled === '' ? toText(value) : formatSpec(value, filled);
  });
}

function converted(value: Value, conversion: string | undefined): Value {
  if (conversion === undefined) return value;
  if (conversion === 's') return toText(value);
  if (conversion === 'r' || conversion === 'a') return toRepr(value);
  throw new TemplateFault(`Unknown conversion specifier ${conversion}`);
}
