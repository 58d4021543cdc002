import { OperationalError, type FaultClass } from '../../src/errors/operational-error.ts';

/** What a fault of the server says beside its message. */
interface ServerFault {
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly where?: string;
  /** 1-based character of the statement at which the fault was found, as text. */
  readonly position?: string;
}

/** Fault classes by the beginning of the SQLSTATE, the longest first (PostgreSQL's appendix A). */
const CLASSES: readonly (readonly [string, FaultClass])[] = [
  ['25P03', 'transient'],
  ['25P04', 'resource'],
  ['42501', 'permission'],
  ['55006', 'conflict'],
  ['55P03', 'conflict'],
  ['57P01', 'transient'],
  ['57P02', 'transient'],
  ['57P03', 'transient'],
  ['57P05', 'transient'],
  ['08', 'transient'],
  ['28', 'permission'],
  ['40', 'conflict'],
  ['53', 'resource'],
  ['58', 'resource'],
];

/** The socket's faults that pass by themselves. */
const LOST =
  /ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|connection terminated|timeout expired|not queryable|socket disconnected/i;

/** A fault of the driver as an OperationalError, classed by its SQLSTATE; its message as psql shows it. */
export function toOperationalError(thrown: unknown, sql?: string): OperationalError {
  if (thrown instanceof OperationalError) return thrown;
  const fault = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as ServerFault;
  const message = thrown instanceof Error ? wordsOf(thrown) : String(thrown);
  const code = fault.code;
  return new OperationalError(explained(message, fault, sql), classOf(message, code), {
    cause: thrown,
    ...(code === undefined ? {} : { databaseCode: code }),
    ...(sql === undefined ? {} : { sql }),
  });
}

/** Node reports a refused connection to several addresses as one error without words of its own. */
function wordsOf(error: Error): string {
  if (error.message !== '' || !(error instanceof AggregateError)) return error.message.trim();
  return error.errors
    .map((each: unknown) => (each instanceof Error ? each.message : String(each)))
    .join('; ');
}

function classOf(message: string, code: string | undefined): FaultClass {
  // One code for both: a person's cancel and the server's own limit.
  if (code === '57014') return /due to statement timeout/.test(message) ? 'resource' : 'cancelled';
  // Two sessions that make the same thing `if not exists` at once meet in the catalogue.
  if (code === '23505' && /"pg_\w+_index"/.test(message)) return 'conflict';
  if (code === 'XX000' && message.includes('tuple concurrently')) return 'conflict';
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) {
    const known = CLASSES.find(([prefix]) => code.startsWith(prefix))?.[1];
    if (known !== undefined) return known;
  }
  return LOST.test(`${code ?? ''} ${message}`) ? 'transient' : 'user';
}

function explained(message: string, { detail, hint, where, position }: ServerFault, sql?: string): string {
  return [
    message,
    ...(sql === undefined || position === undefined ? [] : pointer(sql, Number(position))),
    ...(detail === undefined ? [] : [`DETAIL:  ${detail}`]),
    ...(hint === undefined ? [] : [`HINT:  ${hint}`]),
    ...(where === undefined ? [] : [`CONTEXT:  ${where}`]),
  ].join('\n');
}

/** The line of the statement in which the fault is, with a caret under the character. */
function pointer(sql: string, position: number): readonly string[] {
  const before = [...sql].slice(0, position - 1).join('');
  const number = before.split('\n').length;
  const line = sql.split('\n')[number - 1];
  if (line === undefined) return [];
  const label = `LINE ${number}: `;
  const column = before.length - (before.lastIndexOf('\n') + 1);
  return [`${label}${line}`, `${' '.repeat(label.length + column)}^`];
}
