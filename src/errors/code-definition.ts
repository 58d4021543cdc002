/** dbt's word for the class of an error, printed before the message. */
export type ErrorClass =
  | 'Compilation Error'
  | 'Parsing Error'
  | 'Runtime Error'
  | 'Database Error'
  | 'Dependency Error'
  | 'Usage Error';

/** What the registry says of a code: the class shown to people and a one-line title for the reference. */
export interface CodeDefinition {
  readonly errorClass: ErrorClass;
  readonly title: string;
  /** dbt's name of the event, where the code is also a warning that `--warn-error-options` may name. */
  readonly dbtEvent?: string;
}
