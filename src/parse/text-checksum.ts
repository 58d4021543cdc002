import type { Checksum } from '../graph/node.ts';
import { sha256 } from '../util/sha256.ts';

/** The checksum of SQL text as dbt 1.12 has it in the manifest: every run of white space counts as one space. */
export function textChecksum(text: string): Checksum {
  return { name: 'sha256', checksum: sha256(text.trim().replace(/\s+/g, ' ')) };
}
