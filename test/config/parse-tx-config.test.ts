import { describe, expect, it } from 'vitest';
import { parseTxConfig } from '../../src/config/parse-tx-config.ts';
import { DEFAULT_TX_CONFIG } from '../../src/config/tx-config.ts';
import { ProjectFailure, type ProjectError } from '../../src/errors/project-error.ts';

function errorsOf(text: string): readonly ProjectError[] {
  try {
    parseTxConfig(text);
  } catch (thrown) {
    if (thrown instanceof ProjectFailure) return thrown.errors;
    throw thrown;
  }
  return [];
}

describe('tx.yml', () => {
  it('gives every default when it is empty', () => {
    expect(parseTxConfig('')).toEqual(DEFAULT_TX_CONFIG);
    expect(parseTxConfig('# nothing yet\n')).toEqual(DEFAULT_TX_CONFIG);
    expect(parseTxConfig('keys: {}\nretries: {}\n')).toEqual(DEFAULT_TX_CONFIG);
  });

  it('reads every setting', () => {
    const text = [
      'ledger: {schema: bookkeeping}',
      'publish: immediately',
      'keys: {nulls: warn, duplicates: ignore}',
      'interval: {var: day, grain: hour, time-zone: Europe/Paris}',
      'retries: {attempts: 5, backoff: 500ms, cap: 2m, budget: 7}',
      'guards: {max-bytes-scanned: 1.5 GB, require-partition-filter: error}',
    ];
    expect(parseTxConfig(text.join('\n'))).toEqual({
      ledger: { schema: 'bookkeeping' },
      publish: 'immediately',
      keys: { nulls: 'warn', duplicates: 'ignore' },
      interval: { var: 'day', grain: 'hour', timeZone: 'Europe/Paris' },
      retries: { attempts: 5, backoffSeconds: 0.5, capSeconds: 120, budget: 7 },
      guards: { maxBytesScanned: 1_500_000_000, requirePartitionFilter: 'error' },
    });
  });

  it('switches things off', () => {
    const config = parseTxConfig(
      'ledger: off\nguards: {max-bytes-scanned: off, require-partition-filter: off}',
    );
    expect(config.ledger).toBeNull();
    expect(config.guards).toEqual({ maxBytesScanned: null, requirePartitionFilter: 'off' });
  });

  it('names an unknown key with its place and what was meant', () => {
    const [first, second] = errorsOf('ledger: {shema: tx}\npublsh: immediately\n');
    expect(first).toMatchObject({
      code: 'TX1108',
      message: "tx.yml does not know the key 'shema' under ledger",
      hint: "Did you mean 'schema'?",
      location: { file: 'tx.yml', line: 1, column: 10 },
    });
    expect(second).toMatchObject({
      message: "tx.yml does not know the key 'publsh'",
      hint: "Did you mean 'publish'?",
      location: { line: 2, column: 1 },
    });
  });

  it.each([
    ['keys: {nulls: no}', "'keys.nulls' in tx.yml cannot be false", 'It takes error, warn, ignore.'],
    ['publish: later', `'publish' in tx.yml cannot be "later"`, 'It takes after-audits, immediately.'],
    [
      'retries: {backoff: soon}',
      `'retries.backoff' in tx.yml cannot be "soon"`,
      'It takes a duration such as 500ms, 10s or 5m.',
    ],
    ['retries: {attempts: 0}', "'retries.attempts' in tx.yml cannot be 0", 'It takes a whole number from 1.'],
    [
      'ledger: {schema: "a b"}',
      `'ledger.schema' in tx.yml cannot be "a b"`,
      'It takes a name of letters, digits and underscores.',
    ],
    [
      'interval: {time-zone: Mars}',
      `'interval.time-zone' in tx.yml cannot be "Mars"`,
      'It takes a time zone such as UTC or Europe/Paris.',
    ],
    [
      'guards: {max-bytes-scanned: lots}',
      `'guards.max-bytes-scanned' in tx.yml cannot be "lots"`,
      'It takes a size such as 500 GB or 2 TB, or off.',
    ],
    ['keys: error', `'keys' in tx.yml cannot be "error"`, 'It takes a dictionary.'],
    [
      '- a',
      'tx.yml does not hold a dictionary',
      'It takes: ledger, publish, keys, interval, retries, guards.',
    ],
  ])('refuses %s', (text, message, hint) => {
    expect(errorsOf(text)).toMatchObject([{ code: 'TX1108', message, hint }]);
  });
});
