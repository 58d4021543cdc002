import type { ProjectError } from './project-error.ts';

/** How a warehouse fault may be answered: retry, wait, free resources, ask for rights, or mend the SQL. */
export type FaultClass = 'transient' | 'conflict' | 'resource' | 'permission' | 'user' | 'cancelled';

/** A driver's fault, classified by the adapter that met it. */
export class OperationalError extends Error {
  readonly faultClass: FaultClass;
  /** The database's own code, e.g. SQLSTATE, where it has one. */
  readonly databaseCode: string | undefined;
  /** The statement that failed, where there was one. */
  readonly sql: string | undefined;
  /** The way out, where the adapter knows one. */
  readonly hint: string | undefined;

  constructor(
    message: string,
    faultClass: FaultClass,
    options: {
      readonly databaseCode?: string;
      readonly sql?: string;
      readonly hint?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'OperationalError';
    this.faultClass = faultClass;
    this.databaseCode = options.databaseCode;
    this.sql = options.sql;
    this.hint = options.hint;
  }
}

/** A driver's fault as an error for people. */
export function fromOperational(fault: OperationalError): ProjectError {
  return {
    code: 'TX3001',
    message: fault.message,
    cause: fault,
    ...(fault.hint !== undefined && { hint: fault.hint }),
  };
}
