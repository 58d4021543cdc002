import { TemplateFault } from '../../runtime/template-fault.ts';
import type { Value } from '../../value.ts';
import { typeName } from '../../values/type-name.ts';
import { defineFunction } from '../../define-function.ts';
import { textArgument } from '../arguments.ts';
import { memberOf, PythonClass, required, type Members } from '../python-class.ts';
import { toRepr } from '../../values/to-text.ts';
import { isoOffset, MICROS_PER_DAY } from './clock-time.ts';
import { TimeDelta } from './timedelta.ts';
import { Zone } from './zone.ts';

/** Python's `datetime.timezone`: one offset for ever. */
export class FixedZone extends Zone {
  readonly typeName = 'datetime.timezone';
  readonly offset: bigint;
  readonly dst = null;
  readonly isFixed = true;
  readonly #name: string | null;

  /** Throws TemplateFault for an offset of a day or more. */
  constructor(offset: bigint, name: string | null = null) {
    super();
    if (offset >= MICROS_PER_DAY || offset <= -MICROS_PER_DAY) {
      throw new TemplateFault(
        `offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not ${new TimeDelta(offset).toRepr()}.`,
      );
    }
    this.offset = offset;
    this.#name = name;
  }

  get abbreviation(): string {
    return this.#name ?? (this.offset === 0n ? 'UTC' : `UTC${isoOffset(this.offset)}`);
  }

  atInstant(): Zone {
    return this;
  }

  override getAttribute(name: string): Value | undefined {
    return memberOf(members, this, name);
  }

  override equals(other: Value): boolean {
    return other instanceof FixedZone && other.offset === this.offset;
  }

  override toText(): string {
    return this.abbreviation;
  }

  override toRepr(): string {
    if (this.offset === 0n && this.#name === null) return 'datetime.timezone.utc';
    const name = this.#name === null ? '' : `, ${toRepr(this.#name)}`;
    return `datetime.timezone(${new TimeDelta(this.offset).toRepr()}${name})`;
  }
}

const members: Members<FixedZone> = {
  utcoffset: (self) => defineFunction('utcoffset', required('dt'), () => new TimeDelta(self.offset)),
  tzname: (self) => defineFunction('tzname', required('dt'), () => self.abbreviation),
  dst: () => defineFunction('dst', required('dt'), () => null),
};

/** `datetime.timezone.utc`. */
export const UTC = new FixedZone(0n);

/** The class `datetime.timezone`. */
export const timezoneClass = new PythonClass({
  name: 'datetime.timezone',
  parameters: [{ name: 'offset' }, { name: 'name', default: null }],
  construct({ offset, name }) {
    if (!(offset instanceof TimeDelta))
      throw new TemplateFault(
        `timezone() argument 1 must be datetime.timedelta, not ${typeName(offset ?? null)}`,
      );
    if ((name ?? null) === null) return offset.micros === 0n ? UTC : new FixedZone(offset.micros);
    return new FixedZone(offset.micros, textArgument(name, 'timezone() argument 2'));
  },
  members: { utc: () => UTC },
});
