import { TemplateObject, type Value } from '../value.ts';
import { toText } from '../values/to-text.ts';
import type { Filters } from './filter.ts';

/** What `as_native`, `as_bool`, `as_number` or `as_text` asks of a value rendered natively. */
export type NativeWish = 'native' | 'bool' | 'number' | 'text';

/** A value that says how it is to be read when a YAML string is rendered natively. */
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

const same = (value: Value): Value => value;

/** dbt's filters for native values, which do nothing where text is rendered; `is_list` answers a test of dbt's. */
export const nativeFilters = {
  as_native: same,
  as_bool: same,
  as_number: same,
  as_text: same,
  is_list: (value) => Array.isArray(value),
} satisfies Filters;

/** The same filters where values are rendered natively, by the names that such templates are compiled to. */
export const markingFilters = {
  'native as_native': mark('native'),
  'native as_bool': mark('bool'),
  'native as_number': mark('number'),
  'native as_text': mark('text'),
} satisfies Filters;

/** The name of a filter in a template whose values are rendered natively. */
export function nativeFilterName(name: string): string {
  return Object.hasOwn(markingFilters, `native ${name}`) ? `native ${name}` : name;
}
