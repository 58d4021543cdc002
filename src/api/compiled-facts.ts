import path from 'node:path';
import { sqlFile } from '../artifacts/run-files.ts';
import type { Project } from '../config/project.ts';
import type { KeptSql } from '../execute/run-context.ts';
import type { SqlNode } from '../graph/node.ts';
import type { CompiledFacts } from '../graph/sql-node-json.ts';

/** What compiling and running found out of a node, as manifest.json and the results of a run tell it. */
export function compiledFacts(
  node: SqlNode,
  { compiledCode, ctes, wasExecuted }: KeptSql,
  { root, targetDirectory }: Project,
): CompiledFacts {
  const at = (stage: 'compiled' | 'run') => path.relative(root.root, sqlFile(targetDirectory, stage, node));
  return {
    compiledPath: compiledCode === null ? null : at('compiled'),
    buildPath: wasExecuted ? at('run') : null,
    compiledCode,
    extraCtes: ctes.map(({ id, name, sql }) => ({ id, sql: ` ${name} as (\n${sql}\n)` })),
  };
}
