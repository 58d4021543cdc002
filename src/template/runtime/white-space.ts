const START = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const END = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

/** Text without white space, as Python defines it, at its start, its end or both. */
export function trimSpace(text: string, start: boolean, end: boolean): string {
  const left = start ? text.replace(START, '') : text;
  if (!end) return left;
  let length = left.length;
  while (length > 0 && END.test(left[length - 1] as string)) length -= 1;
  return left.slice(0, length);
}
