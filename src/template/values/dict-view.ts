import { TemplateObject, type Value } from '../value.ts';
import { equals, findKey } from './equals.ts';
import { toRepr } from './to-text.ts';
import { Tuple } from './tuple.ts';

type Dict = ReadonlyMap<Value, Value>;

/** What `dict.keys()`, `dict.values()` and `dict.items()` give: a live view that has a length but no items by index. */
export class DictView extends TemplateObject {
  readonly typeName: 'dict_keys' | 'dict_values' | 'dict_items';
  readonly #dict: Dict;

  constructor(typeName: 'dict_keys' | 'dict_values' | 'dict_items', dict: Dict) {
    super();
    this.typeName = typeName;
    this.#dict = dict;
  }

  override iterate(): Iterable<Value> {
    if (this.typeName === 'dict_keys') return this.#dict.keys();
    return this.typeName === 'dict_values' ? this.#dict.values() : pairs(this.#dict);
  }

  override length(): number {
    return this.#dict.size;
  }

  override isTruthy(): boolean {
    return this.#dict.size > 0;
  }

  override toText(): string {
    return `${this.typeName}([${[...this.iterate()].map(toRepr).join(', ')}])`;
  }

  override equals(other: Value): boolean {
    if (this.typeName === 'dict_values') return this === other;
    const items = other instanceof DictView ? [...other.iterate()] : other instanceof Set ? [...other] : null;
    if (items === null || items.length !== this.#dict.size) return false;
    const own = [...this.iterate()];
    return items.every((item) => own.some((mine) => equals(mine, item)));
  }

  /** Keys and items can be subtracted like sets. */
  override operate(operator: string, other: Value, reflected: boolean): Value | undefined {
    if (operator !== '-' || reflected || this.typeName === 'dict_values') return undefined;
    const taken = other instanceof DictView ? new Set(other.iterate()) : other;
    if (!(taken instanceof Set || Array.isArray(taken))) return undefined;
    const right = new Set(taken);
    return new Set([...this.iterate()].filter((item) => !right.has(findKey(right, item))));
  }

  override toJson(): undefined {
    return undefined;
  }
}

function* pairs(dict: Dict): Iterable<Value> {
  for (const entry of dict) yield Tuple.fromItems(entry);
}
