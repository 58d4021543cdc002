import path from 'node:path';
import { readTextFileIfAny } from './read-text-file.ts';
import type { TxConfig } from './tx-config.ts';

/**
 * tx.yml of a project's root, with its defaults; null when the project has none and runs as under dbt. Throws
 * ProjectFailure as `parseTxConfig`.
 */
export async function readTxConfig(root: string): Promise<TxConfig | null> {
  const text = readTextFileIfAny(path.join(root, 'tx.yml'));
  if (text === null) return null;
  // What checks the file is loaded only where there is one.
  const { parseTxConfig } = await import('./parse-tx-config.ts');
  return parseTxConfig(text);
}
