import path from 'node:path';
import { silentRecorder, type KeptSql, type RunRecorder } from '../execute/run-context.ts';
import type { SqlNode } from '../graph/node.ts';
import { makeFolder, replaceText } from './write-json.ts';

/**
 * Where a node's compiled or executed SQL stands: `compiled/<package>/<path of the file>`. A node that was written in a
 * property file (generic and unit tests) and every snapshot has a file of its own in a folder named after that file, as
 * in dbt.
 */
export function sqlFile(targetDirectory: string, stage: 'compiled' | 'run', node: SqlNode): string {
  return path.join(targetDirectory, stage, node.packageName, ...partsOf(node));
}

function partsOf({ resourceType, name, path: own, originalFilePath }: SqlNode): readonly string[] {
  if (resourceType === 'snapshot') return [originalFilePath, `${name}.sql`];
  return path.basename(own) === path.basename(originalFilePath)
    ? [originalFilePath]
    : [originalFilePath, own];
}

/**
 * Keeps compiled and executed SQL in files of the target folder; files that would not change are left alone. Of a node
 * that runs for several intervals or batches the first text is written at once and the last when the run ends.
 */
export function fileRecorder(targetDirectory: string, enabled: boolean): RunRecorder {
  if (!enabled) return silentRecorder;
  const folders = new Set<string>();
  const written = new Set<string>();
  const last = new Map<string, string>();
  const keep = (file: string, text: string): void => {
    if (written.has(file)) {
      last.set(file, text);
      return;
    }
    const folder = path.dirname(file);
    if (!folders.has(folder)) makeFolder(folder);
    folders.add(folder);
    written.add(file);
    replaceText(file, text);
  };
  const kept = new Map<string, KeptSql>();
  return {
    compiled(node, { sql, ctes }) {
      kept.set(node.uniqueId, { compiledCode: sql, ctes, wasExecuted: false });
      keep(sqlFile(targetDirectory, 'compiled', node), sql);
    },
    executed(node, statements) {
      if (statements.length === 0) return;
      const { compiledCode = null, ctes = [] } = kept.get(node.uniqueId) ?? {};
      kept.set(node.uniqueId, { compiledCode, ctes, wasExecuted: true });
      keep(sqlFile(targetDirectory, 'run', node), `${statements.join(';\n\n')};\n`);
    },
    kept,
    finish() {
      for (const [file, text] of last) replaceText(file, text);
      last.clear();
    },
  };
}
