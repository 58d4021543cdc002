import type { JsonObject } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { SnapshotNode } from '../graph/node.ts';
import { splitBlocks, type Block } from '../template/blocks.ts';
import { textChecksum } from './text-checksum.ts';
import { asText } from './json-values.ts';
import type { NodePatch } from './node-patch.ts';
import type { PatchIndex } from './patch-index.ts';
import { fileFolders, fileStem, type ProjectFile } from './project-file.ts';
import { entryError, type PropertyEntry } from './property-file.ts';
import { attempt, type ParseSession } from './session.ts';
import { buildSqlNode, relationName, type SqlNodeSource } from './sql-node.ts';

/** The snapshots in `{% snapshot %}` blocks of a file; a broken one does not hide the others. */
export function snapshotNodes(
  session: ParseSession,
  file: ProjectFile,
  text: string,
  patches: PatchIndex,
): readonly SnapshotNode[] {
  const blocks = attempt(session, () => splitBlocks(text, file.displayPath)) ?? [];
  return blocks
    .filter((block) => block.kind === 'snapshot')
    .flatMap((block) => {
      const node = attempt(session, () => blockNode(session, file, block, text, patches));
      return node ? [node] : [];
    });
}

function blockNode(
  session: ParseSession,
  file: ProjectFile,
  block: Block,
  text: string,
  patches: PatchIndex,
): SnapshotNode {
  const name = block.bareName;
  const patch = patches.take('snapshots', file.packageName, name);
  return completeSnapshot(session, {
    resourceType: 'snapshot',
    section: 'snapshots',
    uniqueId: `snapshot.${file.packageName}.${name}`,
    name,
    packageName: file.packageName,
    path: file.path,
    originalFilePath: file.originalFilePath,
    displayPath: file.displayPath,
    fqn: [file.packageName, ...fileFolders(file), fileStem(file), name],
    rawCode: block.body,
    firstLine: block.bodyLine,
    checksum: textChecksum(text),
    patch,
  });
}

/** The snapshot that a property file defines by `relation:`. Throws ProjectFailure. */
export function yamlSnapshotNode(
  session: ParseSession,
  entry: PropertyEntry,
  patch: NodePatch,
): SnapshotNode {
  const { file } = entry.file;
  const relation = asText(patch.properties['relation']) ?? '';
  const rawCode = `select * from {{ ${relation} }}`;
  return completeSnapshot(session, {
    resourceType: 'snapshot',
    section: 'snapshots',
    uniqueId: `snapshot.${file.packageName}.${entry.name}`,
    name: entry.name,
    packageName: file.packageName,
    path: [...fileFolders(file), `${entry.name}.sql`].join('/'),
    originalFilePath: file.originalFilePath,
    displayPath: file.displayPath,
    fqn: [file.packageName, ...fileFolders(file), entry.name],
    rawCode,
    firstLine: 1,
    checksum: textChecksum(rawCode),
    patch,
  });
}

function completeSnapshot(session: ParseSession, source: SqlNodeSource): SnapshotNode {
  const { base } = buildSqlNode(session, source);
  const schema = asText(base.config['target_schema']);
  const database = asText(base.config['target_database']);
  const named = {
    ...base,
    ...(schema === null ? {} : { schema }),
    ...(database === null ? {} : { database }),
  };
  if (base.config['enabled'] !== false) checkSnapshot(source, base.config);
  return { ...named, resourceType: 'snapshot', relationName: relationName(session, named) };
}

/** What a snapshot cannot do without. */
function checkSnapshot(source: SqlNodeSource, config: JsonObject): void {
  const missing = ['strategy', 'unique_key'].filter((key) => isEmpty(config[key]));
  const strategy = asText(config['strategy']);
  if (strategy === 'timestamp' && isEmpty(config['updated_at'])) missing.push('updated_at');
  if (strategy === 'check' && isEmpty(config['check_cols'])) missing.push('check_cols');
  if (missing.length === 0) return;
  const error = {
    code: 'TX1212',
    message: `Snapshots must be configured with a 'strategy' and 'unique_key'${missing.some((key) => key.includes('_c') || key === 'updated_at') ? ' (and what the strategy needs)' : ''}: snapshot '${source.name}' (${source.originalFilePath}) lacks ${missing.map((key) => `'${key}'`).join(' and ')}.`,
    hint: 'Give strategy: timestamp with updated_at, or strategy: check with check_cols, and a unique_key.',
    nodeId: source.uniqueId,
  } as const;
  throw new ProjectFailure(
    source.patch?.properties['relation'] !== undefined && source.patch
      ? entryError(source.patch.entry, ['config'], error)
      : { ...error, location: { file: source.displayPath, line: source.firstLine } },
  );
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
