import { hashText } from './hash-text.ts';

/** SHA-256 of a text's UTF-8 bytes, as lower-case hex. */
export function sha256(text: string): string {
  return hashText('sha256', text);
}
