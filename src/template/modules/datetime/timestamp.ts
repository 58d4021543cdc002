import { TemplateFault } from '../../runtime/template-fault.ts';
import type { Value } from '../../value.ts';
import { numberOf, typeName } from '../../values/type-name.ts';

/** A POSIX timestamp, int or float seconds, in microseconds: halves go to the even neighbour, as in Python. */
export function microsOfTimestamp(timestamp: Value): bigint {
  const seconds = numberOf(timestamp);
  if (seconds === undefined)
    throw new TemplateFault(`'${typeName(timestamp)}' object cannot be interpreted as an integer`);
  if (!Number.isFinite(seconds)) throw new TemplateFault('cannot convert float infinity or NaN to integer');
  const whole = Math.floor(seconds);
  const fraction = (seconds - whole) * 1e6;
  const floor = Math.floor(fraction);
  const rounded = fraction - floor === 0.5 ? floor + (floor % 2) : Math.round(fraction);
  return BigInt(whole) * 1_000_000n + BigInt(rounded);
}
