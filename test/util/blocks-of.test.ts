import { describe, expect, it } from 'vitest';
import { blocksOf } from '../../src/util/blocks-of.ts';

describe('blocks of pieces', () => {
  it.each([
    ['nothing', []],
    ['texts that fit', ['ab', 'cdé']],
    ['texts that fill a block one after the other', ['é', 'é', 'é', 'é', 'é']],
    ['a text that is as long as a block in bytes', ['éééé']],
    ['texts longer than blocks', ['x'.repeat(20), 'é'.repeat(9)]],
    ['bytes and texts', [Buffer.from('0123456789abcdef'), 'q', Buffer.from('z')]],
  ])('hold %s, each but the last full', (_, pieces) => {
    const blocks: Buffer[] = [];
    for (const block of blocksOf(pieces, 8)) blocks.push(Buffer.from(block));
    expect(Buffer.concat(blocks).toString()).toBe(pieces.map(String).join(''));
    expect(blocks.slice(0, -1).every((block) => block.length === 8)).toBe(true);
  });
});
