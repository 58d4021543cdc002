/**
 * Both objects in a new one, `more` over `base`. For large objects that are made many times: a spread to which keys are
 * added, `{ ...base, more }`, costs V8 about thirty times as much from some twenty keys on.
 */
export function extended<Base extends object, More extends object>(
  base: Base,
  more: More,
): Omit<Base, keyof More> & More {
  return Object.assign({}, base, more);
}
