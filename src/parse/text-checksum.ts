import type { Checksum } from '../graph/node.ts';
import { trimSpace } from '../template/runtime/white-space.ts';
import { sha256 } from '../util/sha256.ts';

/** White space as Python has it. */
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

/** The checksum of SQL text as dbt 1.12 has it in the manifest: every run of white space counts as one space. */
export function textChecksum(text: string): Checksum {
  const even = text.replace(SPACE, ' ');
  const start = even.startsWith(' ') ? 1 : 0;
  const end = even.endsWith(' ') ? -1 : undefined;
  return { name: 'sha256', checksum: sha256(even.slice(start, end)) };
}

/** The checksum of a data file as dbt 1.12 has it: lines end alike whatever system wrote them, and the file ends with the last. */
export function dataChecksum(text: string): Checksum {
  const lines = text.replace(/\r\n?/g, '\n');
  return { name: 'sha256', checksum: sha256(trimSpace(lines, true, true)) };
}
