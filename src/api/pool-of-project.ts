import type { Warehouse } from '../adapter-api/adapter.ts';
import { makeFolder } from '../artifacts/write-json.ts';
import type { Flags } from '../config/flags.ts';
import type { Project } from '../config/project.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { EventBus } from '../events/event-bus.ts';
import { createConnectionPool, type ConnectionPool } from '../execute/connection-pool.ts';
import { openWarehouse } from '../execute/open-warehouse.ts';
import { parseDuration } from '../util/parse-duration.ts';

const LOCK_TIMEOUT_SECONDS = 600;

/** A pool that opens the project's warehouse at its first use; with tx.yml it waits for one that is held. */
export function poolOf(project: Project, events: EventBus): ConnectionPool {
  const { adapter, credentials, threads } = project.profile;
  const open = (): Promise<Warehouse> => {
    // As in dbt the folder is there before the warehouse is: a database file may stand in it.
    makeFolder(project.targetDirectory);
    return adapter.open(credentials, { threads, projectRoot: project.root.root });
  };
  if (project.tx === null) return createConnectionPool(open);
  const wait = { timeoutSeconds: lockTimeout(project.flags), events };
  return createConnectionPool(() => openWarehouse(adapter, open, wait));
}

/** Seconds to wait for a lock: `--lock-timeout`, or ten minutes. Throws ProjectFailure TX1121 for what is no duration. */
export function lockTimeout(flags: Flags): number {
  const given = flags.command['lock_timeout'];
  if (given === undefined || given === null) return LOCK_TIMEOUT_SECONDS;
  const seconds = parseDuration(String(given));
  if (seconds !== null) return seconds;
  throw new ProjectFailure({
    code: 'TX1121',
    message: `Invalid value for --lock-timeout: '${String(given)}' is not a duration`,
    hint: 'Write 30s, 10m or 1h.',
  });
}
