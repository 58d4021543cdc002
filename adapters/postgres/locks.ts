import { literal } from '../../src/adapter-api/ansi/naming.ts';
import type { AdvisoryLocks } from '../../src/adapter-api/locking.ts';

/** The number that stands for a name; two names share one only by an accident of the hash, and then wait for each other. */
const key = (name: string): string => `hashtextextended(${literal(`tx:${name}`)}, 0)`;

/** Session-level advisory locks: they outlive transactions and end with the session. */
export const postgresLocks: AdvisoryLocks = {
  async exchange(connection, { release, acquire }) {
    const statements = [
      ...release.map((name) => `select pg_advisory_unlock(${key(name)})`),
      acquire === null ? 'select true' : `select pg_try_advisory_lock(${key(acquire)})`,
    ];
    const { rows } = await connection.execute(statements.join(';\n'));
    return rows[0]?.[0] === true;
  },
  async holder(connection, name) {
    // Of other users' sessions only the process may be seen; its columns are NULL then.
    const { rows } = await connection.execute(
      [
        "select concat('process ', l.pid, ' of the server', ' for user ' || a.usename,",
        "  ' (' || nullif(a.application_name, '') || ')', ' at ' || host(a.client_addr),",
        "  ', connected since ' || to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC')",
        'from pg_catalog.pg_locks l',
        'left join pg_catalog.pg_stat_activity a on a.pid = l.pid',
        "where l.locktype = 'advisory' and l.granted and l.objsubid = 1",
        '  and l.database = (select oid from pg_catalog.pg_database where datname = current_database())',
        `  and ((l.classid::bigint << 32) | l.objid::bigint) = ${key(name)}`,
        'limit 1',
      ].join('\n'),
    );
    const cell = rows[0]?.[0];
    return cell === undefined || cell === null ? null : String(cell);
  },
};
