import type { Package } from '../config/project.ts';
import type { OperationNode } from '../graph/node.ts';
import { attempt, type ParseSession } from './session.ts';
import { buildSqlNode } from './sql-node.ts';
import { textChecksum } from './text-checksum.ts';

/** The operations that a package's on-run-start and on-run-end make. */
export function operationNodes(session: ParseSession, pkg: Package): readonly OperationNode[] {
  return [
    ...pkg.onRunStart.map((sql, index) =>
      attempt(session, () => operationNode(session, pkg, 'on-run-start', sql, index)),
    ),
    ...pkg.onRunEnd.map((sql, index) =>
      attempt(session, () => operationNode(session, pkg, 'on-run-end', sql, index)),
    ),
  ].filter((node) => node !== undefined);
}

function operationNode(
  session: ParseSession,
  pkg: Package,
  moment: 'on-run-start' | 'on-run-end',
  sql: string,
  index: number,
): OperationNode {
  const name = `${pkg.name}-${moment}-${index}`;
  const { base } = buildSqlNode(session, {
    resourceType: 'operation',
    // dbt takes an operation's settings from the models'.
    section: 'models',
    uniqueId: `operation.${pkg.name}.${name}`,
    name,
    packageName: pkg.name,
    path: `hooks/${name}.sql`,
    originalFilePath: './dbt_project.yml',
    displayPath: 'dbt_project.yml',
    fqn: [pkg.name, 'hooks', name],
    rawCode: sql,
    firstLine: 1,
    checksum: textChecksum(sql),
    patch: null,
    extraTags: [moment],
  });
  return { ...base, resourceType: 'operation', index };
}
