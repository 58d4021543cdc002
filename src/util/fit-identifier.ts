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

/** 32-bit FNV-1a hash in hexadecimal. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(HASH_LENGTH, '0');
}
