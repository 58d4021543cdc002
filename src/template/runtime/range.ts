import { TemplateObject, type Value } from '../value.ts';
import { TemplateFault } from './template-fault.ts';

/** First index and the index to stop before, of a slice of `length` items; null bounds are left open. */
export function sliceBounds(
  start: number | null,
  stop: number | null,
  step: number,
  length: number,
): { readonly from: number; readonly to: number } {
  const low = step > 0 ? 0 : -1;
  const high = step > 0 ? length : length - 1;
  const clamp = (value: number | null, otherwise: number): number =>
    value === null ? otherwise : Math.min(Math.max(value < 0 ? value + length : value, low), high);
  return { from: clamp(start, step > 0 ? low : high), to: clamp(stop, step > 0 ? high : low) };
}

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
      throw new TemplateFault(
        `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${MAX_RANGE}).`,
      );
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

  /** The part of the range that a slice names, as a range. */
  slice(start: number | null, stop: number | null, step: number): Range {
    const { from, to } = sliceBounds(start, stop, step, this.length());
    return new Range(this.#start + from * this.#step, this.#start + to * this.#step, this.#step * step);
  }

  override toText(): string {
    const step = this.#step === 1 ? '' : `, ${this.#step}`;
    return `range(${this.#start}, ${this.#stop}${step})`;
  }

  override equals(other: Value): boolean {
    return other instanceof Range && other.toText() === this.toText();
  }
}
