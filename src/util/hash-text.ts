import * as crypto from 'node:crypto';

/** The one call that hashes a whole text; missing before Node 20.12. */
const atOnce = (crypto as { readonly hash?: (algorithm: string, text: string) => string }).hash;

/** A hash of a text's UTF-8 bytes, as lower-case hex. */
export const hashText: (algorithm: 'md5' | 'sha256', text: string) => string =
  atOnce ?? ((algorithm, text) => crypto.createHash(algorithm).update(text, 'utf8').digest('hex'));
