import type { CodeDefinition } from './code-definition.ts';
import { adapterCodes } from './codes/adapter.ts';
import { artifactCodes } from './codes/artifact.ts';
import { commandCodes } from './codes/command.ts';
import { configCodes } from './codes/config.ts';
import { executionCodes } from './codes/execution.ts';
import { graphCodes } from './codes/graph.ts';
import { intervalCodes } from './codes/interval.ts';
import { lintCodes } from './codes/lint.ts';
import { ledgerCodes } from './codes/ledger.ts';
import { packageCodes } from './codes/package.ts';
import { parseCodes } from './codes/parse.ts';
import { selectionCodes } from './codes/selection.ts';
import { templateCodes } from './codes/template.ts';

/** Every permanent error code. A code is never reused and its meaning never changes. */
export const errorCodes = {
  ...templateCodes,
  ...configCodes,
  ...parseCodes,
  ...graphCodes,
  ...selectionCodes,
  ...intervalCodes,
  ...lintCodes,
  ...packageCodes,
  ...adapterCodes,
  ...executionCodes,
  ...commandCodes,
  ...artifactCodes,
  ...ledgerCodes,
} as const satisfies Record<string, CodeDefinition>;

/** A key of the registry, e.g. `TX1203`. */
export type ErrorCode = keyof typeof errorCodes;
