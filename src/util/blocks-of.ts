/**
 * Pieces, texts as UTF-8, in blocks of `size` bytes; the last may be shorter. A block is only good until the next is asked
 * for: its memory is used again.
 */
export function* blocksOf(pieces: Iterable<string | Buffer>, size: number): Generator<Buffer> {
  const block = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string' && piece.length * 3 < size - filled) {
      filled += block.write(piece, filled);
      continue;
    }
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    for (let at = 0; at < bytes.length;) {
      const count = bytes.copy(block, filled, at);
      at += count;
      filled += count;
      if (filled < size) continue;
      yield block;
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
