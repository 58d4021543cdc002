import { TemplateObject } from '../value.ts';

/** Jinja's undefined: prints empty, is false, iterates over nothing, and raises on any other use. */
export class Undefined extends TemplateObject {
  readonly typeName = 'Undefined';
  /** Why there is no value, e.g. `'foo' is undefined`. */
  readonly reason: string;

  constructor(reason: string) {
    super();
    this.reason = reason;
  }

  override toText(): string {
    return '';
  }

  override toRepr(): string {
    return 'Undefined';
  }

  override isTruthy(): boolean {
    return false;
  }

  override iterate(): Iterable<never> {
    return [];
  }

  override length(): number {
    return 0;
  }
}
