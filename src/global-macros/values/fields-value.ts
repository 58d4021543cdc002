import { defineFunction } from '../../template/define-function.ts';
import { TemplateFunction, TemplateObject, type Value } from '../../template/value.ts';
import { toRepr, toText } from '../../template/values/to-text.ts';

/** A record of dbt's API (`Path`, `Policy`): fields by name, `get()`, `to_dict()`; prints as `Name(field=value)`. */
export class FieldsValue extends TemplateObject {
  readonly typeName: string;
  readonly #fields: ReadonlyMap<string, Value>;

  constructor(typeName: string, fields: Readonly<Record<string, Value>>) {
    super();
    this.typeName = typeName;
    this.#fields = new Map(Object.entries(fields));
  }

  override getAttribute(name: string): Value | undefined {
    const field = this.#fields.get(name);
    return field === undefined ? fieldMethod(name, () => this.toDictionary(), this.#fields) : field;
  }

  override getItem(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#fields.get(key) : undefined;
  }

  override isMapping(): boolean {
    return true;
  }

  override equals(other: Value): boolean {
    return other instanceof FieldsValue && other.toText() === this.toText();
  }

  override toText(): string {
    const fields = [...this.#fields].map(([name, value]) => `${name}=${toRepr(value)}`);
    return `${this.typeName}(${fields.join(', ')})`;
  }

  /** The fields as a dict of templates. */
  toDictionary(): Map<Value, Value> {
    return new Map<Value, Value>(this.#fields);
  }
}

/** `get` and `to_dict`, which every object of dbt's API has; undefined for other names. */
export function fieldMethod(
  name: string,
  dictionary: () => Map<Value, Value>,
  fields: { get(name: string): Value | undefined },
): Value | undefined {
  if (name === 'to_dict') return new TemplateFunction(name, dictionary);
  if (name !== 'get') return undefined;
  return defineFunction(name, [{ name: 'key' }, { name: 'default', default: null }], (args) => {
    const field = fields.get(toText(args['key'] ?? null));
    return field === undefined ? (args['default'] ?? null) : field;
  });
}
