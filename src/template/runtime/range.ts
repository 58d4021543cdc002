import { TemplateObject, type Value } from '../value.ts';
import { TemplateFault } from './template-fault.ts';

/** More items than a template sensibly loops over (Jinja's sandbox has the same bound). */
const MAX_RANGE = 100_000;

/** Python's `range`: prints as `range(0, 3)`, iterates without making the list. */
export class Range extends TemplateObject {
  readonly typeName = 'range';
  readonly #start: number;
  readonly #stop: number;
  readonly #step: number;

  constructor(start: number, stop: number, step: number) {
    super();
    this.#start = start;
    this.#stop = stop;
    this.#step = step;
    if (this.length() > MAX_RANGE)
      throw new TemplateFault(`Range too big. The sandbox blocks ranges larger than ${MAX_RANGE}.`);
  }

  override *iterate(): Iterable<Value> {
    const count = this.length();
    for (let index = 0; index < count; index += 1) yield this.#start + index * this.#step;
  }

  override length(): number {
    return Math.max(0, Math.ceil((this.#stop - this.#start) / this.#step));
  }

  override isTruthy(): boolean {
    return this.length() > 0;
  }

  override getItem(key: Value): Value | undefined {
    if (typeof key !== 'number') return undefined;
    const index = key < 0 ? key + this.length() : key;
    return index >= 0 && index < this.length() ? this.#start + index * this.#step : undefined;
  }

  override toText(): string {
    const step = this.#step === 1 ? '' : `, ${this.#step}`;
    return `range(${this.#start}, ${this.#stop}${step})`;
  }

  override equals(other: Value): boolean {
    return other instanceof Range && other.toText() === this.toText();
  }
}
