import { TemplateObject, type Value } from '../value.ts';

/** A Python iterator: what a loop has taken from it is gone. */
export class IteratorValue extends TemplateObject {
  readonly typeName: string;
  readonly #items: Generator<Value>;

  constructor(typeName: string, items: Generator<Value>) {
    super();
    this.typeName = typeName;
    this.#items = items;
  }

  override iterate(): Iterable<Value> {
    return this.#items;
  }
}
