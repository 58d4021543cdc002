import { TemplateObject } from '../value.ts';

/** A Python float whose value is integral, boxed so that `4 / 2` prints `2.0`; other floats are plain numbers. */
export class Float extends TemplateObject {
  readonly typeName = 'float';
  readonly value: number;

  constructor(value: number) {
    super();
    this.value = value;
  }
}

/** A float as a template value: boxed when it is integral or not finite, else a plain number. */
export function toFloat(value: number): number | Float {
  return Number.isInteger(value) || !Number.isFinite(value) ? new Float(value) : value;
}
