import { TemplateFunction, TemplateObject, type Value } from '../value.ts';
import { equals } from '../values/equals.ts';
import { Undefined } from '../values/undefined.ts';
import { TemplateFault } from './template-fault.ts';

/** The `loop` variable of a `for` body. */
export class Loop extends TemplateObject {
  readonly typeName = 'LoopContext';
  readonly #items: readonly Value[];
  readonly #depth: number;
  readonly #recurse: ((items: Value) => Value | Promise<Value>) | null;
  #lastChanged: readonly Value[] | null = null;
  /** 0-based position; the generated code moves it on. */
  index0 = 0;

  constructor(
    items: readonly Value[],
    depth: number,
    recurse: ((items: Value) => Value | Promise<Value>) | null,
  ) {
    super();
    this.#items = items;
    this.#depth = depth;
    this.#recurse = recurse;
  }

  override getAttribute(name: string): Value | undefined {
    const last = this.#items.length - 1;
    switch (name) {
      case 'index':
        return this.index0 + 1;
      case 'index0':
        return this.index0;
      case 'first':
        return this.index0 === 0;
      case 'last':
        return this.index0 === last;
      case 'length':
        return this.#items.length;
      case 'revindex':
        return last - this.index0 + 1;
      case 'revindex0':
        return last - this.index0;
      case 'depth':
        return this.#depth + 1;
      case 'depth0':
        return this.#depth;
      case 'previtem':
        return this.index0 > 0 ? this.#items[this.index0 - 1] : new Undefined('there is no previous item');
      case 'nextitem':
        return this.index0 < last ? this.#items[this.index0 + 1] : new Undefined('there is no next item');
      case 'cycle':
        return new TemplateFunction('cycle', (args) => {
          if (args.length === 0) throw new TemplateFault('no items for cycling given');
          return args[this.index0 % args.length] ?? null;
        });
      case 'changed':
        return new TemplateFunction('changed', (args) => this.#changed(args));
      default:
        return undefined;
    }
  }

  #changed(values: readonly Value[]): boolean {
    const before = this.#lastChanged;
    this.#lastChanged = [...values];
    return (
      before === null ||
      before.length !== values.length ||
      before.some((item, at) => !equals(item, values[at] ?? null))
    );
  }

  override invoke(args: readonly Value[]): Value | Promise<Value> {
    if (this.#recurse === null)
      throw new TemplateFault("The loop must have the 'recursive' marker to be called recursively.");
    return this.#recurse(args[0] ?? null);
  }

  override toText(): string {
    return `<LoopContext ${this.index0 + 1}/${this.#items.length}>`;
  }
}
