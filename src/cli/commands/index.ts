import type { Command } from '../command.ts';
import { backfillCommand } from './backfill.ts';
import { buildCommand } from './build.ts';
import { cleanCommand } from './clean.ts';
import { cloneCommand } from './clone.ts';
import { compileCommand } from './compile.ts';
import { debugCommand } from './debug.ts';
import { depsCommand } from './deps.ts';
import { docsGenerateCommand } from './docs-generate.ts';
import { initCommand } from './init.ts';
import { intervalsCommand } from './intervals.ts';
import { lintCommand } from './lint.ts';
import { listCommand } from './list.ts';
import { parseCommand } from './parse.ts';
import { proveCommand } from './prove.ts';
import { retryCommand } from './retry.ts';
import { runCommand } from './run.ts';
import { runOperationCommand } from './run-operation.ts';
import { runsCommand } from './runs.ts';
import { seedCommand } from './seed.ts';
import { shimCommand } from './shim.ts';
import { showCommand } from './show.ts';
import { snapshotCommand } from './snapshot.ts';
import { sourceFreshnessCommand } from './source-freshness.ts';
import { testCommand } from './test.ts';

/** Every command by name. */
export const commands = {
  build: buildCommand,
  run: runCommand,
  test: testCommand,
  seed: seedCommand,
  snapshot: snapshotCommand,
  compile: compileCommand,
  parse: parseCommand,
  backfill: backfillCommand,
  intervals: intervalsCommand,
  list: listCommand,
  lint: lintCommand,
  prove: proveCommand,
  show: showCommand,
  'source freshness': sourceFreshnessCommand,
  'docs generate': docsGenerateCommand,
  deps: depsCommand,
  clean: cleanCommand,
  clone: cloneCommand,
  debug: debugCommand,
  init: initCommand,
  'run-operation': runOperationCommand,
  retry: retryCommand,
  shim: shimCommand,
  runs: runsCommand,
} satisfies Record<string, Command>;
