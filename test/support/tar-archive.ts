import { gzipSync } from 'node:zlib';
import { Header } from 'tar';

/** An entry to write into an archive as it is, however hostile. */
export interface ArchiveEntry {
  readonly name: string;
  readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO';
  readonly text?: string;
  readonly link?: string;
}

/** A gzipped tar archive with these entries; nothing of them is checked. */
export function tarArchive(entries: readonly ArchiveEntry[]): Buffer {
  const blocks = entries.flatMap(({ name, type = 'File', text = '', link }) => {
    const content = Buffer.from(text);
    const header = new Header({ path: name, type, size: content.length, mode: 0o644, linkpath: link ?? '' });
    const block = Buffer.alloc(512);
    header.encode(block);
    return [block, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}
