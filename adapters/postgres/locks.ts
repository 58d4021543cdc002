import { literal } from '../../src/adapter-api/ansi/naming.ts';
import type { AdvisoryLocks } from '../../src/adapter-api/locking.ts';
import type { RelationName, RelationType } from '../../src/adapter-api/relation.ts';

/** The number that stands for a name; two names share one only by an accident of the hash, and then wait for each other. */
const key = (name: string): string => `hashtextextended(${literal(`tx:${name}`)}, 0)`;

const TYPES: Readonly<Record<string, RelationType>> = {
  r: 'table',
  p: 'table',
  v: 'view',
  m: 'materialized_view',
  f: 'external',
};

/** The kind of what stands under a name, as pg_class has it; NULL for nothing. */
function kindOf({ schema, identifier }: RelationName): string {
  const conditions = [
    `lower(n.nspname) = ${literal((schema ?? '').toLowerCase())}`,
    `lower(c.relname) = ${literal((identifier ?? '').toLowerCase())}`,
    `c.relkind in (${Object.keys(TYPES).map(literal).join(', ')})`,
  ];
  return `(
  select c.relkind::text from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${conditions.join(' and ')} limit 1)`;
}

/** Session-level advisory locks: they outlive transactions and end with the session. */
export const postgresLocks: AdvisoryLocks = {
  async exchange(connection, { release, acquire, relation }) {
    // Two statements: the second looks at what was committed until the lock was taken.
    const statements = [
      ...release.map((name) => `select pg_advisory_unlock(${key(name)})`),
      `select set_config('tx.taken', ${acquire === null ? "'t'" : `pg_try_advisory_lock(${key(acquire)})::text`}, false)`,
      `select current_setting('tx.taken')::boolean, ${relation === null ? 'null' : kindOf(relation)}`,
    ];
    const { rows } = await connection.execute(statements.join(';\n'));
    const found = TYPES[String(rows[0]?.[1])] ?? null;
    return { taken: rows[0]?.[0] === true, found };
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
