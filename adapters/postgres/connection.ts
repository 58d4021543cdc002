import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client, FieldDef, QueryArrayResult, QueryResultBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import Cursor from 'pg-cursor';
import type {
  Cell,
  Connection,
  LoadRequest,
  QueryResult,
  ResultColumn,
} from '../../src/adapter-api/connection.ts';
import { literal, quoteIdentifier } from '../../src/adapter-api/ansi/naming.ts';
import { toCell } from './cells.ts';
import { toOperationalError } from './faults.ts';
import { typeName } from './type-names.ts';

/** Rows that a stream fetches at once. */
const BATCH = 1000;

/** Every value comes as a cell; the driver's own reading of dates and numbers is not used. */
const types = {
  getTypeParser: (oid: number) => (text: string) => toCell(oid, text),
} as unknown as NonNullable<ConstructorParameters<typeof Client>[0] & object>['types'] & object;

/** What a session takes from the warehouse that made it. */
export interface SessionHooks {
  /** Stops the statement that the server's process of that number runs. */
  cancel(processId: number): Promise<void>;
  closed(): void;
}

/** A session of Postgres over a connected client of the driver. */
export function postgresConnection(client: Client, processId: number, hooks: SessionHooks): Connection {
  let inTransaction = false;
  let usable = true;
  let tag = '';
  const names = new Map<string, string>();
  // Without a listener the driver's fault of an idle connection would end the process.
  client.on('error', () => (usable = false));
  client.on('end', () => (usable = false));
  client.connection.on('commandComplete', (message: { readonly text: string }) => (tag = message.text));

  /** Does work with the driver; its faults become OperationalErrors. */
  const attempt = async <T>(sql: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      throw toOperationalError(thrown, sql);
    }
  };
  const query = (sql: string): Promise<QueryArrayResult> => attempt(sql, () => send(client, sql));
  const describe = async (fields: readonly FieldDef[]): Promise<readonly ResultColumn[]> => {
    const unknown = fields.filter((field) => nameOf(field, names) === null);
    if (unknown.length > 0) await attempt('', () => askNames(client, unknown, names));
    return fields.map((field) => ({ name: field.name, dataType: nameOf(field, names) ?? 'unknown' }));
  };

  return {
    get inTransaction() {
      return inTransaction;
    },
    get usable() {
      return usable;
    },
    async execute(sql) {
      tag = '';
      const { rows, fields } = await query(sql);
      return { ...taggedAnswer(tag), columns: await describe(fields), rows };
    },
    stream: (sql, onRows) => attempt(sql, async () => describe(await streamRows(client, sql, onRows))),
    load: (request) => attempt(copyStatement(request), () => copyRows(client, request)),
    async begin() {
      await query('begin');
      inTransaction = true;
    },
    async commit() {
      inTransaction = false;
      await query('commit');
    },
    async rollback() {
      if (!inTransaction) return;
      inTransaction = false;
      await query('rollback');
    },
    cancel: () => hooks.cancel(processId),
    async close() {
      usable = false;
      hooks.closed();
      await client.end();
    },
  };
}

/** Sends one request; of several statements in it the last one answers. */
async function send(client: Client, text: string): Promise<QueryArrayResult> {
  const answer: QueryArrayResult | readonly QueryArrayResult[] = await client.query({
    text,
    rowMode: 'array',
    types,
  });
  return Array.isArray(answer) ? (answer.at(-1) as QueryArrayResult) : (answer as QueryArrayResult);
}

/** `INSERT 0 3` is the message, `INSERT` the code and 3 the rows; other commands tell no rows. */
function taggedAnswer(tag: string): Pick<QueryResult, 'message' | 'code' | 'rowsAffected'> {
  const [code = tag, ...numbers] = tag.split(/ (?=\d)/);
  const rows = numbers.at(-1);
  return { message: tag, code, rowsAffected: rows === undefined ? null : Number(rows) };
}

async function streamRows(
  client: Client,
  sql: string,
  onRows: (rows: readonly (readonly Cell[])[]) => void,
): Promise<readonly FieldDef[]> {
  const cursor = client.query(new Cursor<Cell[]>(sql, [], { rowMode: 'array', types }));
  let fields: readonly FieldDef[] = [];
  const read = (): Promise<Cell[][]> =>
    new Promise((resolve, reject) => {
      // A cursor that is at its end answers without a result.
      cursor.read(BATCH, (error, rows, result: QueryResultBase | undefined) => {
        if (error) return reject(error);
        fields = result?.fields ?? fields;
        resolve(rows);
      });
    });
  try {
    for (let rows = await read(); rows.length > 0; rows = await read()) onRows(rows);
  } finally {
    await cursor.close();
  }
  return fields;
}

function copyStatement({ target, columns }: LoadRequest): string {
  const names = columns.map((column) =>
    column.quote === false ? column.name : quoteIdentifier(column.name),
  );
  return `copy ${target} (${names.join(', ')})\nfrom stdin`;
}

/** Sends the rows in COPY's text form, in which only a bare `\N` is NULL. */
async function copyRows(client: Client, request: LoadRequest): Promise<number> {
  const copy = client.query(copyFrom(copyStatement(request)));
  await pipeline(Readable.from(copyLines(request)), copy);
  return copy.rowCount ?? 0;
}

function* copyLines({ rows, columns }: LoadRequest): Generator<string> {
  for (const row of rows()) {
    yield `${columns.map((_, index) => copyText(row[index] ?? null)).join('\t')}\n`;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyText(value: string | null): string {
  return value === null
    ? '\\N'
    : value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

const keyOf = ({ dataTypeID, dataTypeModifier }: FieldDef): string => `${dataTypeID}:${dataTypeModifier}`;

function nameOf(field: FieldDef, asked: ReadonlyMap<string, string>): string | null {
  return typeName(field.dataTypeID, field.dataTypeModifier) ?? asked.get(keyOf(field)) ?? null;
}

/** Asks for the names of types that are not the system's plain ones, and remembers them for the session. */
async function askNames(
  client: Client,
  fields: readonly FieldDef[],
  names: Map<string, string>,
): Promise<void> {
  const asked = [...new Map(fields.map((field) => [keyOf(field), field])).values()];
  const values = asked.map(
    (field) => `(${literal(field.dataTypeID)}::oid, ${literal(field.dataTypeModifier)})`,
  );
  const { rows } = await client.query<string[]>({
    text: `select format_type(id, modifier) from (values ${values.join(', ')}) as asked(id, modifier)`,
    rowMode: 'array',
  });
  asked.forEach((field, index) => names.set(keyOf(field), rows[index]?.[0] ?? 'unknown'));
}
