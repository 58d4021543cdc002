import { TemplateFault } from '../../runtime/template-fault.ts';
import { TemplateObject, type Value } from '../../value.ts';
import { toFloat } from '../../values/float.ts';
import { numberOf, typeName } from '../../values/type-name.ts';
import { integerValue, isFloat, isInteger } from '../arguments.ts';
import { getter, memberOf, PythonClass, type Members } from '../python-class.ts';
import { MICROS_PER_DAY, MICROS_PER_SECOND } from './clock-time.ts';

const MAX_DAYS = 999_999_999n;
const UNITS: Readonly<Record<string, bigint>> = {
  days: MICROS_PER_DAY,
  seconds: MICROS_PER_SECOND,
  microseconds: 1n,
  milliseconds: 1000n,
  minutes: 60n * MICROS_PER_SECOND,
  hours: 3600n * MICROS_PER_SECOND,
  weeks: 7n * MICROS_PER_DAY,
};

/** Python's `timedelta`: a signed span of time, exact to the microsecond. */
export class TimeDelta extends TemplateObject {
  readonly typeName = 'datetime.timedelta';
  readonly micros: bigint;

  /** Throws TemplateFault for more than 999999999 days. */
  constructor(micros: bigint) {
    super();
    this.micros = micros;
    if (this.days > MAX_DAYS || this.days < -MAX_DAYS)
      throw new TemplateFault(`days=${this.days}; must have magnitude <= ${MAX_DAYS}`);
  }

  /** Whole days, rounded down: the rest is never negative. */
  get days(): bigint {
    return floorDivide(this.micros, MICROS_PER_DAY);
  }

  /** Seconds beyond the whole days. */
  get seconds(): number {
    return Number((this.micros - this.days * MICROS_PER_DAY) / MICROS_PER_SECOND);
  }

  /** Microseconds beyond the whole seconds. */
  get microseconds(): number {
    return Number(this.micros - floorDivide(this.micros, MICROS_PER_SECOND) * MICROS_PER_SECOND);
  }

  override getAttribute(name: string): Value | undefined {
    return memberOf(members, this, name);
  }

  override isTruthy(): boolean {
    return this.micros !== 0n;
  }

  override equals(other: Value): boolean {
    return other instanceof TimeDelta && other.micros === this.micros;
  }

  override compare(other: Value): number | undefined {
    if (!(other instanceof TimeDelta)) return undefined;
    return this.micros < other.micros ? -1 : this.micros > other.micros ? 1 : 0;
  }

  override operate(operator: string, other: Value, reflected: boolean): Value | undefined {
    if (operator === 'negate') return new TimeDelta(-this.micros);
    if (other instanceof TimeDelta)
      return reflected ? betweenDeltas(operator, other, this) : betweenDeltas(operator, this, other);
    return isInteger(other) || isFloat(other) ? byNumber(operator, this, other, reflected) : undefined;
  }

  override toText(): string {
    const { days } = this;
    const minutes = Math.floor(this.seconds / 60);
    const two = (value: number): string => String(value).padStart(2, '0');
    const fraction = this.microseconds === 0 ? '' : `.${String(this.microseconds).padStart(6, '0')}`;
    const clock = `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(this.seconds % 60)}${fraction}`;
    if (days === 0n) return clock;
    return `${days} day${days === 1n || days === -1n ? '' : 's'}, ${clock}`;
  }

  override toRepr(): string {
    const parts = [
      this.days === 0n ? '' : `days=${this.days}`,
      this.seconds === 0 ? '' : `seconds=${this.seconds}`,
      this.microseconds === 0 ? '' : `microseconds=${this.microseconds}`,
    ].filter((part) => part !== '');
    return `datetime.timedelta(${parts.length === 0 ? '0' : parts.join(', ')})`;
  }
}

const members: Members<TimeDelta> = {
  days: (self) => integerValue(self.days),
  seconds: (self) => self.seconds,
  microseconds: (self) => self.microseconds,
  total_seconds: (self) => getter('total_seconds', () => toFloat(Number(self.micros) / 1e6)),
};

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** Division to the nearest, halves to the even neighbour. */
function roundDivide(a: bigint, b: bigint): bigint {
  const quotient = floorDivide(a, b);
  const rest = a - quotient * b;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const size = b < 0n ? -b : b;
  if (twice > size || (twice === size && quotient % 2n !== 0n)) return quotient + 1n;
  return quotient;
}

function betweenDeltas(operator: string, a: TimeDelta, b: TimeDelta): Value | undefined {
  if (operator === '+') return new TimeDelta(a.micros + b.micros);
  if (operator === '-') return new TimeDelta(a.micros - b.micros);
  if (operator !== '/' && operator !== '//' && operator !== '%') return undefined;
  if (b.micros === 0n) throw new TemplateFault('integer division or modulo by zero');
  if (operator === '/') return toFloat(Number(a.micros) / Number(b.micros));
  const quotient = floorDivide(a.micros, b.micros);
  return operator === '//' ? integerValue(quotient) : new TimeDelta(a.micros - quotient * b.micros);
}

function byNumber(operator: string, delta: TimeDelta, other: Value, reflected: boolean): Value | undefined {
  const float = isFloat(other);
  const number = numberOf(other) ?? 0;
  if (operator === '*')
    return new TimeDelta(float ? scaled(delta.micros, number) : delta.micros * exact(other));
  if (reflected) return undefined;
  if (operator === '//' && !float) {
    if (number === 0) throw new TemplateFault('integer division or modulo by zero');
    return new TimeDelta(floorDivide(delta.micros, exact(other)));
  }
  if (operator !== '/') return undefined;
  if (number === 0) throw new TemplateFault('division by zero');
  return new TimeDelta(float ? scaled(delta.micros, 1 / number) : roundDivide(delta.micros, exact(other)));
}

function exact(value: Value): bigint {
  return typeof value === 'bigint' ? value : BigInt(numberOf(value) ?? 0);
}

/** The span times a factor, with the fraction of a unit rounded half to even. */
function scaled(unit: bigint, factor: number): bigint {
  if (!Number.isFinite(factor)) throw new TemplateFault('cannot convert float infinity or NaN to integer');
  const whole = Math.trunc(factor);
  const fraction = (factor - whole) * Number(unit);
  const floor = Math.floor(fraction);
  const tie = fraction - floor === 0.5;
  const rounded = tie ? (floor % 2 === 0 ? floor : floor + 1) : Math.round(fraction);
  return BigInt(whole) * unit + BigInt(rounded);
}

/** The class `datetime.timedelta`. */
export const timedeltaClass = new PythonClass({
  name: 'datetime.timedelta',
  parameters: Object.keys(UNITS).map((name) => ({ name, default: 0 })),
  construct(args) {
    let micros = 0n;
    for (const [name, unit] of Object.entries(UNITS)) {
      const value = args[name] ?? 0;
      if (isFloat(value)) micros += scaled(unit, numberOf(value) ?? 0);
      else if (isInteger(value)) micros += exact(value) * unit;
      else throw new TemplateFault(`unsupported type for timedelta ${name} component: ${typeName(value)}`);
    }
    return new TimeDelta(micros);
  },
  members: {
    min: () => new TimeDelta(-MAX_DAYS * MICROS_PER_DAY),
    max: () => new TimeDelta((MAX_DAYS + 1n) * MICROS_PER_DAY - 1n),
    resolution: () => new TimeDelta(1n),
  },
});
