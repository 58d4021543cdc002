import { TemplateObject, type Value } from '../../value.ts';
import { numberOf } from '../../values/type-name.ts';
import { equals } from '../../values/equals.ts';
import { Tuple } from '../../values/tuple.ts';

/** What `isocalendar()` gives: a named tuple of year, week and weekday. */
export class IsoCalendarDate extends TemplateObject {
  readonly typeName = 'datetime.IsoCalendarDate';
  readonly #fields: Readonly<Record<'year' | 'week' | 'weekday', number>>;

  constructor(fields: { readonly year: number; readonly week: number; readonly weekday: number }) {
    super();
    this.#fields = fields;
  }

  override getAttribute(name: string): Value | undefined {
    return name === 'year' || name === 'week' || name === 'weekday' ? this.#fields[name] : undefined;
  }

  override getItem(key: Value): Value | undefined {
    const index = typeof key === 'string' ? undefined : numberOf(key);
    return index === undefined ? undefined : this.iterate().at(index);
  }

  override iterate(): Tuple {
    const { year, week, weekday } = this.#fields;
    return Tuple.fromItems([year, week, weekday]);
  }

  override length(): number {
    return 3;
  }

  override equals(other: Value): boolean {
    return equals(this.iterate(), other instanceof IsoCalendarDate ? other.iterate() : other);
  }

  override toText(): string {
    const { year, week, weekday } = this.#fields;
    return `datetime.IsoCalendarDate(year=${year}, week=${week}, weekday=${weekday})`;
  }
}
