import { configDefaults } from '../config/config-defaults.ts';
import type { Project } from '../config/project.ts';
import type { OperationNode } from '../graph/node.ts';

/** A node for SQL that stands in no file: `--inline`, `run-operation`, freshness queries. */
export function inlineNode(project: Project, rawCode: string, name: string): OperationNode {
  const packageName = project.root.name;
  return {
    uniqueId: `sql_operation.${packageName}.${name}`,
    resourceType: 'operation',
    name,
    packageName,
    path: 'from remote system',
    originalFilePath: 'from remote system',
    fqn: [packageName, 'sql', name],
    description: '',
    tags: [],
    meta: {},
    config: configDefaults['operation'] ?? {},
    unrenderedConfig: {},
    createdAt: project.startedAt.getTime() / 1000,
    database: project.profile.credentials.database,
    schema: project.profile.credentials.schema,
    alias: name,
    relationName: null,
    rawCode,
    language: 'sql',
    checksum: { name: 'none', checksum: '' },
    refs: [],
    sources: [],
    metrics: [],
    dependsOn: { nodes: [], macros: [] },
    columns: new Map(),
    docs: { show: true, nodeColor: null },
    patchPath: null,
    docBlocks: [],
    group: null,
    contract: { enforced: false, aliasTypes: true, checksum: null },
    firstLine: 1,
    configCall: {},
    index: null,
  };
}
