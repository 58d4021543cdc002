import type { CatalogRelation, Introspector } from '../../src/adapter-api/introspector.ts';
import type { Cell, Connection } from '../../src/adapter-api/connection.ts';
import type { Column } from '../../src/adapter-api/column.ts';
import type {
  ExistingRelation,
  QuotePolicy,
  Relation,
  RelationType,
} from '../../src/adapter-api/relation.ts';
import { literal } from '../../src/adapter-api/ansi/naming.ts';

const QUOTED: QuotePolicy = { database: true, schema: true, identifier: true };
const TYPES: Readonly<Record<string, RelationType>> = { v: 'view', m: 'materialized_view' };
const text = (cell: Cell | undefined): string => String(cell ?? '');
const nullable = (cell: Cell | undefined): string | null =>
  cell === null || cell === undefined ? null : String(cell);

/** Reads pg_catalog, which is quicker than information_schema and knows of materialized views. */
export const postgresIntrospector: Introspector = {
  async listSchemas(connection) {
    const { rows } = await connection.execute('select nspname from pg_catalog.pg_namespace order by 1');
    return rows.map((row) => text(row[0]));
  },
  async listRelations(connection, _database, schema) {
    const { rows } = await connection.execute(
      [
        'select current_database(), n.nspname, c.relname, c.relkind::text',
        'from pg_catalog.pg_class c',
        'join pg_catalog.pg_namespace n on n.oid = c.relnamespace',
        `where lower(n.nspname) = lower(${literal(schema)}) and c.relkind in ('r', 'p', 'v', 'm')`,
      ].join('\n'),
    );
    return rows.map((row): ExistingRelation => ({
      database: text(row[0]),
      schema: text(row[1]),
      identifier: text(row[2]),
      type: TYPES[text(row[3])] ?? 'table',
      quoting: QUOTED,
    }));
  },
  async columns(connection, relation) {
    const { rows } = await connection.execute(
      [
        'select a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)',
        'from pg_catalog.pg_attribute a',
        'join pg_catalog.pg_class c on c.oid = a.attrelid',
        'join pg_catalog.pg_namespace n on n.oid = c.relnamespace',
        `where ${relationIs(relation)} and a.attnum > 0 and not a.attisdropped`,
        'order by a.attnum',
      ].join('\n'),
    );
    return rows.map((row): Column => ({ name: text(row[0]), dataType: text(row[1]) }));
  },
  async queryColumns(connection, sql) {
    const query = sql.trim().replace(/;\s*$/, '');
    const { columns } = await connection.execute(
      `select *\nfrom (\n${query}\n) as described\nwhere false\nlimit 0`,
    );
    return columns;
  },
  catalog: readCatalog,
  lastModified: async () => null,
  grants: readGrants,
};

/** Finds the relation; one without a schema is a temporary one of this session. */
function relationIs({ schema, identifier, quoting }: Relation): string {
  const name = literal(quoting.identifier ? (identifier ?? '') : (identifier ?? '').toLowerCase());
  return schema === null
    ? `c.relname = ${name} and n.oid = pg_catalog.pg_my_temp_schema()`
    : `c.relname = ${name} and lower(n.nspname) = lower(${literal(schema)})`;
}

/** Rights that the session's role gave to others, as dbt sees them; rights of everybody are not among them. */
async function readGrants(
  connection: Connection,
  relation: Relation,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await connection.execute(
    [
      'select lower(acl.privilege_type), grantee.rolname',
      'from pg_catalog.pg_class c',
      'join pg_catalog.pg_namespace n on n.oid = c.relnamespace',
      'cross join lateral pg_catalog.aclexplode(c.relacl) acl',
      'join pg_catalog.pg_roles grantee on grantee.oid = acl.grantee',
      `where ${relationIs(relation)}`,
      '  and acl.grantor = current_role::regrole and acl.grantee <> current_role::regrole',
      'order by 1, 2',
    ].join('\n'),
  );
  const grants = new Map<string, string[]>();
  for (const row of rows) grants.set(text(row[0]), [...(grants.get(text(row[0])) ?? []), text(row[1])]);
  return grants;
}

async function readCatalog(
  connection: Connection,
  _database: string | null,
  schemas: readonly string[],
): Promise<readonly CatalogRelation[]> {
  if (schemas.length === 0) return [];
  const list = schemas.map((schema) => literal(schema.toLowerCase())).join(', ');
  const { rows } = await connection.execute(
    [
      'select current_database(), n.nspname, c.relname,',
      "  case c.relkind when 'v' then 'VIEW' when 'm' then 'MATERIALIZED VIEW' else 'BASE TABLE' end,",
      "  pg_catalog.obj_description(c.oid, 'pg_class'), pg_catalog.pg_get_userbyid(c.relowner),",
      '  a.attname, a.attnum, pg_catalog.format_type(a.atttypid, a.atttypmod),',
      '  pg_catalog.col_description(c.oid, a.attnum)',
      'from pg_catalog.pg_class c',
      'join pg_catalog.pg_namespace n on n.oid = c.relnamespace',
      'join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped',
      `where lower(n.nspname) in (${list}) and c.relkind in ('r', 'p', 'v', 'm')`,
      'order by 2, 3, 8',
    ].join('\n'),
  );
  const relations = new Map<
    string,
    CatalogRelation & { readonly columns: CatalogRelation['columns'][number][] }
  >();
  for (const row of rows) {
    const key = [row[1], row[2]].map(text).join('\u0000');
    const relation = relations.get(key) ?? { ...catalogRelation(row), columns: [] };
    relations.set(key, relation);
    relation.columns.push({
      name: text(row[6]),
      index: Number(row[7]),
      dataType: text(row[8]),
      comment: nullable(row[9]),
    });
  }
  return [...relations.values()];
}

function catalogRelation(row: readonly Cell[]): Omit<CatalogRelation, 'columns'> {
  return {
    database: text(row[0]),
    schema: text(row[1]),
    name: text(row[2]),
    type: text(row[3]),
    comment: nullable(row[4]),
    owner: text(row[5]),
    stats: [],
  };
}
