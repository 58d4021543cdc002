import { adapterCodes } from './codes/adapter.ts';
import { artifactCodes } from './codes/artifact.ts';
import { commandCodes } from './codes/command.ts';
import { configCodes } from './codes/config.ts';
import { executionCodes } from './codes/execution.ts';
import { graphCodes } from './codes/graph.ts';
import { packageCodes } from './codes/package.ts';
import { parseCodes } from './codes/parse.ts';
import { selectionCodes } from './codes/selection.ts';
import { templateCodes } from './codes/template.ts';

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

/** Every permanent error code. A code is never reused and its meaning never changes. */
export const errorCodes = {
  ...templateCodes,
  ...configCodes,
  ...parseCodes,
  ...graphCodes,
  ...selectionCodes,
  ...packageCodes,
  ...adapterCodes,
  ...executionCodes,
  ...commandCodes,
  ...artifactCodes,
} as const satisfies Record<string, CodeDefinition>;

export type ErrorCode = keyof typeof errorCodes;
