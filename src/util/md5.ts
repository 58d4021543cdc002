import { hashText } from './hash-text.ts';

/** MD5 of a text's UTF-8 bytes, as lower-case hex: only for names and ids, as dbt makes them. */
export function md5(text: string): string {
  return hashText('md5', text);
}
