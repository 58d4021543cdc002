import { TemplateObject, type Value } from '../value.ts';

/**
 * What `map`, `select`, `batch` and the like give, as in Jinja: items that can be gone through once, without a
 * length, and always true.
 */
export class LazyItems extends TemplateObject {
  readonly typeName = 'generator';
  readonly #items: Iterator<Value>;

  constructor(items: Iterable<Value>) {
    super();
    this.#items = items[Symbol.iterator]();
  }

  override iterate(): Iterable<Value> {
    // A loop that is left early must not close the items: Python goes on where it stopped.
    return { [Symbol.iterator]: () => ({ next: () => this.#items.next() }) };
  }

  override toText(): string {
    return '<generator object>';
  }
}
