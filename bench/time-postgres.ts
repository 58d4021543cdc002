import { rmSync } from 'node:fs';
import path from 'node:path';
import { startPostgres } from '../test/support/postgres-server.ts';
import { copyFor, timeInTurn, type PeerName, type Row, type Timed } from './peers.ts';
import { writeProject } from './project/write-project.ts';
import type { Settings } from './settings.ts';

/** Times a build on a PostgreSQL server of its own: what the client takes, not the server. */
export async function timePostgres(settings: Settings, onRow: (row: Row) => void): Promise<void> {
  if (!settings.isChosen('build')) return;
  const folder = path.join(settings.folder, 'postgres');
  rmSync(folder, { recursive: true, force: true });
  writeProject(folder, settings.postgres);
  const server = await startPostgres();
  const { dbt, tx } = settings;
  try {
    const medians = timeInTurn(
      {
        tx: buildOn(server.port, 'tx', tx, copyFor(folder, 'tx')),
        ...(dbt === null ? {} : { dbt: buildOn(server.port, 'dbt', [dbt], copyFor(folder, 'dbt')) }),
      },
      settings.rounds,
    );
    onRow({ suite: 'postgres', size: settings.postgres, item: 'build', medians });
  } finally {
    await server.stop();
  }
}

/** A build into a schema of its own each round: it always finds an empty one. */
function buildOn(
  port: number,
  peer: PeerName,
  [program = '', ...first]: readonly string[],
  cwd: string,
): Timed {
  const server = { PGHOST: '127.0.0.1', PGPORT: String(port), PGUSER: 'postgres', PGDATABASE: 'postgres' };
  return {
    command: (round) => ({
      program,
      args: [...first, 'build', '--target', 'postgres'],
      cwd,
      env: { ...server, BENCH_SCHEMA: `${peer}_${round}` },
    }),
  };
}
