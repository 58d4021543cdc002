import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentHashes } from '../support/content-hash.ts';
import { runTx, scratchFolder, shopFiles, type ScratchFolder } from '../support/run-tx.ts';

/** Runs for minutes on any machine. */
const ENDLESS =
  'select count(*) as n from range(1000000000) a, range(1000000000) b where a.range + b.range = 7';

describe('a run that is interrupted', () => {
  let folder: ScratchFolder;
  beforeEach(() => {
    folder = scratchFolder(
      shopFiles({
        'models/quick.sql': "{{ config(materialized='table') }}\nselect 1 as id",
        'models/slow.sql': "{{ config(materialized='table') }}\nselect 1 as n -- {{ ref('quick') }}",
        'models/after.sql': "select * from {{ ref('slow') }}",
      }),
    );
  });
  afterEach(() => folder.remove());

  it.each(['SIGINT', 'SIGTERM'] as const)('%s cancels, rolls back and writes the results', async (name) => {
    expect((await runTx(['run'], { cwd: folder.path })).code).toBe(0);
    const before = await contentHashes(path.join(folder.path, 'shop.duckdb'));
    folder.write({
      'models/slow.sql': `{{ config(materialized='table') }}\n${ENDLESS} -- {{ ref('quick') }}`,
    });
    let sent = false;
    const run = await runTx(['run'], {
      cwd: folder.path,
      onOutput(soFar, signal) {
        if (sent || !soFar.includes('START sql table model main.slow')) return;
        sent = true;
        setTimeout(() => signal(name), 300);
      },
    });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('Interrupted');
    const { results } = JSON.parse(
      readFileSync(path.join(folder.path, 'target/run_results.json'), 'utf8'),
    ) as { results: { unique_id: string; status: string }[] };
    expect(Object.fromEntries(results.map(({ unique_id, status }) => [unique_id, status]))).toEqual({
      'model.shop.quick': 'success',
      'model.shop.slow': 'error',
      'model.shop.after': 'skipped',
    });
    expect(await contentHashes(path.join(folder.path, 'shop.duckdb'))).toEqual(before);
  });
});
