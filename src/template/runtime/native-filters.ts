import { TemplateObject, type Value } from '../value.ts';
import { toText } from '../values/to-text.ts';
import type { Filters } from './filter.ts';

/** What `as_native`, `as_bool`, `as_number` or `as_text` asks of a value rendered natively. */
export type NativeWish = 'native' | 'bool' | 'number' | 'text';

/** A value that says how it is to be read when a YAML string is rendered natively; elsewhere it is its text. */
export class NativeMark extends TemplateObject {
  readonly typeName = 'str';
  readonly wish: NativeWish;
  readonly value: Value;

  constructor(wish: NativeWish, value: Value) {
    super();
    this.wish = wish;
    this.value = value;
  }

  override toText(): string {
    return toText(this.value);
  }
}

const mark =
  (wish: NativeWish) =>
  (value: Value): Value =>
    value instanceof TemplateObject && !(value instanceof NativeMark) ? value : new NativeMark(wish, value);

/** dbt's filters for native values; `is_list` answers a test of dbt's. */
export const nativeFilters = {
  as_native: mark('native'),
  as_bool: mark('bool'),
  as_number: mark('number'),
  as_text: mark('text'),
  is_list: (value) => Array.isArray(value),
} satisfies Filters;
