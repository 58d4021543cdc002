/** The bytes of numbers, eight each, over the same memory. */
export function bytesOfNumbers({ buffer, byteOffset, byteLength }: Float64Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** The numbers in bytes of `bytesOfNumbers`, over the same memory. Throws RangeError where they are not aligned to eight. */
export function numbersOfBytes({ buffer, byteOffset, byteLength }: Buffer): Float64Array {
  return new Float64Array(buffer, byteOffset, byteLength / Float64Array.BYTES_PER_ELEMENT);
}
