import { TemplateObject, type Value } from '../value.ts';
import { toRepr } from './to-text.ts';

/** Jinja's `namespace()`: an object whose attributes a template may set, also from inside a loop. */
export class Namespace extends TemplateObject {
  readonly typeName = 'Namespace';
  readonly attributes: Map<string, Value>;

  constructor(attributes: Iterable<readonly [string, Value]> = []) {
    super();
    this.attributes = new Map(attributes);
  }

  override getAttribute(name: string): Value | undefined {
    return this.attributes.get(name);
  }

  override getItem(key: Value): Value | undefined {
    return typeof key === 'string' ? this.attributes.get(key) : undefined;
  }

  override toText(): string {
    return `<Namespace ${toRepr(new Map<Value, Value>(this.attributes))}>`;
  }
}
