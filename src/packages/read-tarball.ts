const BLOCK = 512;

/** One entry of a tar archive. `link` is what a link points to, as written. */
export interface TarEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'symbolic-link' | 'hard-link' | 'other';
  readonly content: Buffer;
  readonly link: string;
}

const KINDS: Readonly<Record<string, TarEntry['kind']>> = {
  '': 'file',
  '0': 'file',
  '1': 'hard-link',
  '2': 'symbolic-link',
  '5': 'folder',
  '7': 'file',
};

/**
 * The entries of an unpacked tar archive in order, long names of the pax and GNU forms read. Throws RangeError for bytes
 * that are no tar archive, or one that ends early.
 */
export function readTarball(bytes: Buffer): readonly TarEntry[] {
  const entries: TarEntry[] = [];
  let told: Readonly<Record<string, string>> = {};
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    const size = sizeOf(header);
    const end = at + BLOCK + size;
    if (end > bytes.length) throw new RangeError('the archive ends in the middle of an entry');
    const content = bytes.subarray(at + BLOCK, end);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const type = field(header, 156, 1);
    if (type === 'x') told = { ...told, ...paxRecords(content) };
    else if (type === 'L') told = { ...told, path: untilZero(content) };
    else if (type === 'K') told = { ...told, linkpath: untilZero(content) };
    else if (type !== 'g') {
      const name = told['path'] ?? nameOf(header);
      const link = told['linkpath'] ?? field(header, 157, 100);
      entries.push({ name, kind: KINDS[type] ?? 'other', content, link });
      told = {};
    }
  }
  return entries;
}

/** The size of an entry, in octal digits; a checksum tells a header from other bytes. */
function sizeOf(header: Buffer): number {
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  const size = octal(field(header, 124, 12));
  if (octal(field(header, 148, 8)) !== sum || size === null) throw new RangeError('it is not a tar archive');
  return size;
}

function octal(text: string): number | null {
  const digits = text.trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : null;
}

function nameOf(header: Buffer): string {
  const isUstar = field(header, 257, 5) === 'ustar';
  const prefix = isUstar ? field(header, 345, 155) : '';
  const name = field(header, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

function field(header: Buffer, start: number, length: number): string {
  return untilZero(header.subarray(start, start + length));
}

function untilZero(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end < 0 ? bytes.length : end).toString('utf8');
}

/** `27 path=some/long/name\n` and the like: each record begins with its length in bytes. */
function paxRecords(content: Buffer): Readonly<Record<string, string>> {
  const records: Record<string, string> = {};
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(32, at);
    const length = space < 0 ? 0 : Number(content.subarray(at, space).toString());
    if (!Number.isInteger(length) || length <= 0) break;
    const [key = '', ...value] = content
      .subarray(space + 1, at + length - 1)
      .toString('utf8')
      .split('=');
    if (key === 'path' || key === 'linkpath') records[key] = value.join('=');
    at += length;
  }
  return records;
}
