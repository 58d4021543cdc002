import * as zlib from 'node:zlib';

/** Missing before Node 20.15. */
const native = (zlib as { readonly crc32?: (bytes: Buffer, start: number) => number }).crc32;

/** CRC-32 of bytes, carried on from `start` (0 for the first). */
export const crc32: (bytes: Buffer, start: number) => number = native ?? slowly;

function slowly(bytes: Buffer, start: number): number {
  let sum = ~start;
  for (const byte of bytes) sum = (TABLE[(sum ^ byte) & 255] ?? 0) ^ (sum >>> 8);
  return ~sum >>> 0;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});
