import { fnv1a } from './fnv1a.ts';

const HASH_LENGTH = 8;

/** The name if it fits into `maxBytes` of UTF-8, else its beginning with `_` and a hash of the whole name. */
export function fitIdentifier(name: string, maxBytes: number): string {
  if (Buffer.byteLength(name) <= maxBytes) return name;
  let kept = '';
  for (const char of name) {
    if (Buffer.byteLength(kept + char) > maxBytes - HASH_LENGTH - 1) break;
    kept += char;
  }
  return `${kept}_${fnv1a(name)}`;
}
