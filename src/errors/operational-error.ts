/** How a warehouse fault may be answered: retry, wait, free resources, ask for rights, or mend the SQL. */
export type FaultClass = 'transient' | 'conflict' | 'resource' | 'permission' | 'user' | 'cancelled';

/** A driver's fault, classified by the adapter that met it. */
export class OperationalError extends Error {
  readonly faultClass: FaultClass;
  /** The database's own code, e.g. SQLSTATE, where it has one. */
  readonly databaseCode: string | undefined;
  /** The statement that failed, where there was one. */
  readonly sql: string | undefined;

  constructor(
    message: string,
    faultClass: FaultClass,
    options: { readonly databaseCode?: string; readonly sql?: string; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'OperationalError';
    this.faultClass = faultClass;
    this.databaseCode = options.databaseCode;
    this.sql = options.sql;
  }
}
