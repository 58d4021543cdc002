import type { ProjectError } from '../errors/project-error.ts';
import type { ManifestDraft } from './manifest-draft.ts';
import type { GraphNode } from './node.ts';
import type { RefableNode } from './node-kinds.ts';
import { isRefable } from './node-kinds.ts';

/** What names clash in a draft: resources of one unique id, macros, docs, groups, and relations in the warehouse. */
export function findDuplicates(draft: ManifestDraft): {
  readonly errors: readonly ProjectError[];
  readonly warnings: readonly ProjectError[];
} {
  const unique = new Map(draft.nodes.map((node) => [node.uniqueId, node]));
  return {
    errors: [
      ...clashes(draft.nodes).map(duplicateNode),
      ...clashes(draft.macros).map((pair) => duplicate('TX1310', 'macros', 'call', pair)),
      ...clashes(draft.docs).map((pair) => duplicate('TX1308', 'docs', 'doc', pair)),
      ...clashes(draft.groups).map((pair) => duplicate('TX1308', 'groups', 'group', pair)),
      ...sharedRelations([...unique.values()].filter(isRefable)),
    ],
    warnings: sharedNames([...unique.values()].filter(isRefable)),
  };
}

interface Named {
  readonly uniqueId: string;
  readonly name: string;
  readonly packageName: string;
  readonly originalFilePath: string;
}

type Pair<T> = readonly [T, T];

/** Pairs of neighbours with one unique id. */
function clashes<T extends Named>(items: readonly T[]): readonly Pair<T>[] {
  const seen = new Map<string, T>();
  const pairs: Pair<T>[] = [];
  for (const item of items) {
    const other = seen.get(item.uniqueId);
    if (other !== undefined) pairs.push([other, item]);
    seen.set(item.uniqueId, item);
  }
  return pairs;
}

function duplicateNode(pair: Pair<GraphNode>): ProjectError {
  const [node] = pair;
  if (node.resourceType === 'source') {
    return duplicate('TX1308', 'sources', 'source', pair, `${node.sourceName}.${node.name}`);
  }
  if (node.resourceType === 'test' && node.testMetadata !== null) {
    const column = node.columnName === null ? '' : ` on column "${node.columnName}"`;
    return {
      ...duplicate('TX1308', 'data tests', 'test', pair),
      message: `Two data tests are named "${node.name}"${column}${filesOf(pair)}.`,
      hint: 'Remove one, or give one a name of its own with `name:`.',
    };
  }
  const kind = node.resourceType === 'analysis' ? 'analyses' : `${node.resourceType.replaceAll('_', ' ')}s`;
  return duplicate('TX1308', kind.replace(/ys$/, 'ies'), isRefable(node) ? 'ref' : 'name', pair);
}

function filesOf(pair: Pair<Named>): string {
  const files = [...new Set(pair.map((item) => item.originalFilePath))];
  return files.length === 1 ? `, both in ${files[0]}` : `: in ${files.join(' and ')}`;
}

function duplicate(
  code: 'TX1308' | 'TX1310',
  kinds: string,
  lookup: string,
  pair: Pair<Named>,
  name = pair[0].name,
): ProjectError {
  const named =
    lookup === 'ref' || lookup === 'source' || lookup === 'doc'
      ? `${lookup}() could not tell`
      : 'Nothing could tell';
  return {
    code,
    message: `Two ${kinds} are named "${name}" in package "${pair[1].packageName}"${filesOf(pair)}.`,
    hint: `Rename one of them: ${named} them apart.`,
    location: { file: pair[1].originalFilePath },
    nodeId: pair[1].uniqueId,
  };
}

/** Models, seeds and snapshots that would be built under one name. */
function sharedRelations(nodes: readonly RefableNode[]): readonly ProjectError[] {
  const owners = new Map<string, RefableNode>();
  const errors: ProjectError[] = [];
  for (const node of nodes) {
    const key = JSON.stringify([node.database, node.schema, node.alias]);
    const owner = owners.get(key);
    if (owner === undefined) {
      owners.set(key, node);
      continue;
    }
    const relation = node.relationName ?? owner.relationName ?? `${node.schema}.${node.alias}`;
    errors.push({
      code: 'TX1309',
      message: `${owner.uniqueId} (${owner.originalFilePath}) and ${node.uniqueId} (${node.originalFilePath}) would both be built as ${relation}.`,
      hint: 'Change the alias, schema or database of one of them.',
      location: { file: node.originalFilePath },
      nodeId: node.uniqueId,
    });
  }
  return errors;
}

/** A model, a seed and a snapshot may share a name within a package only for now (dbt deprecates it). */
function sharedNames(nodes: readonly RefableNode[]): readonly ProjectError[] {
  const owners = new Map<string, RefableNode>();
  const warnings: ProjectError[] = [];
  for (const node of nodes) {
    const key = `${node.packageName}.${node.name}`;
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, node);
    else if (owner.resourceType !== node.resourceType) {
      warnings.push({
        code: 'TX1308',
        message: `${owner.uniqueId} (${owner.originalFilePath}) and ${node.uniqueId} (${node.originalFilePath}) share the name "${node.name}".`,
        hint: `Rename one of them: ref("${node.name}") finds the ${owner.resourceType} only.`,
        location: { file: node.originalFilePath },
        nodeId: node.uniqueId,
      });
    }
  }
  return warnings;
}
