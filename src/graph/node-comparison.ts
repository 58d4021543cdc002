import type { Json } from '../config/json.ts';
import { sameJson } from '../util/same-json.ts';
import type { GraphNode, SemanticNode, SourceNode, SqlNode } from './node.ts';
import { isSemantic, isSqlNode } from './node-kinds.ts';
import { jsonObject } from './read-json.ts';

/** Config keys that `state:modified` leaves out: where a relation lives is compared apart, tags and groups never are. */
const NOT_COMPARED: ReadonlySet<string> = new Set(['alias', 'schema', 'database', 'tags', 'group']);

/** The only config keys that count for a data test. */
const TEST_KEYS: ReadonlySet<string> = new Set([
  ...['severity', 'where', 'limit', 'fail_calc', 'warn_if', 'error_if'],
  ...['store_failures', 'store_failures_as'],
]);

/**
 * True when a node says the same as before, macros and contracts apart. New nodes are not the same, save for sources,
 * exposures and semantic kinds: those count as unmodified when they are new (dbt's rule).
 */
export function sameContents(old: GraphNode | undefined, node: GraphNode): boolean {
  if (old === undefined) return !(isSqlNode(node) || node.resourceType === 'unit_test');
  if (isSqlNode(node)) return isSqlNode(old) && sameCode(old, node);
  if (!sameFqn(old, node) && node.resourceType !== 'unit_test') return false;
  switch (node.resourceType) {
    case 'source':
      return old.resourceType === 'source' && sameSource(old, node);
    case 'unit_test':
      return old.resourceType === 'unit_test' && old.checksum === node.checksum && sameFqn(old, node);
    case 'exposure':
      return old.resourceType === 'exposure' && sameConfig(old, node) && sameKeys(old, node, EXPOSURE_KEYS);
    default:
      return isSemantic(old) && sameSemantic(old, node);
  }
}

function sameFqn(old: GraphNode, node: GraphNode): boolean {
  return old.fqn.join('.') === node.fqn.join('.');
}

function sameCode(old: SqlNode, node: SqlNode): boolean {
  if (!sameFqn(old, node) || !sameConfig(old, node)) return false;
  // A generic test's text repeats its arguments, which its id covers, and configs that do not count.
  if (node.resourceType === 'test' && node.testMetadata !== null) return true;
  const same = sameBody(old, node) && samePersistedDescription(old, node) && sameRelation(old, node);
  if (!same || node.resourceType !== 'model' || old.resourceType !== 'model') return same;
  return (
    node.access === old.access &&
    node.deprecationDate === old.deprecationDate &&
    String(node.latestVersion) === String(old.latestVersion)
  );
}

/** Code as written; for seeds the checksum of the file. */
export function sameBody(old: GraphNode, node: GraphNode): boolean {
  if (!isSqlNode(old) || !isSqlNode(node)) return true;
  if (node.resourceType === 'seed') {
    return old.checksum.name === node.checksum.name && old.checksum.checksum === node.checksum.checksum;
  }
  return old.rawCode === node.rawCode;
}

/** Config as written, before rendering; without tags, group and what names the relation. */
export function sameConfig(old: GraphNode, node: GraphNode): boolean {
  const counts = comparedKeys(node);
  const keys = [...Object.keys(old.unrenderedConfig), ...Object.keys(node.unrenderedConfig)];
  return keys.filter(counts).every((key) => sameJson(old.unrenderedConfig[key], node.unrenderedConfig[key]));
}

function comparedKeys(node: GraphNode): (key: string) => boolean {
  if (node.resourceType === 'test') return (key) => TEST_KEYS.has(key);
  if (isSqlNode(node)) return (key) => !NOT_COMPARED.has(key);
  return isSemantic(node) ? (key) => key !== 'group' : () => true;
}

/** Descriptions, where `persist_docs` writes them to the warehouse. */
export function samePersistedDescription(old: GraphNode, node: GraphNode): boolean {
  if (!isSqlNode(old) || !isSqlNode(node)) return true;
  const persist = jsonObject(node.config['persist_docs']);
  if (persist['relation'] === true && old.description !== node.description) return false;
  if (persist['columns'] !== true) return true;
  const described = (each: SqlNode): Json =>
    Object.fromEntries([...each.columns].map(([name, column]) => [name, column.description]));
  return sameJson(described(old), described(node));
}

/** Database, schema and alias as configured (a target's own values do not count); for sources as they are. */
export function sameRelation(old: GraphNode, node: GraphNode): boolean {
  if (node.resourceType === 'source') {
    return (
      old.resourceType === 'source' &&
      old.database === node.database &&
      old.schema === node.schema &&
      old.identifier === node.identifier
    );
  }
  return ['database', 'schema', 'alias'].every((key) =>
    sameJson(old.unrenderedConfig[key] ?? null, node.unrenderedConfig[key] ?? null),
  );
}

function sameSource(old: SourceNode, node: SourceNode): boolean {
  return (
    sameRelation(old, node) &&
    sameConfig(old, node) &&
    sameKeys(old, node, ['quoting', 'freshness', 'loadedAtField', 'external'])
  );
}

const EXPOSURE_KEYS = ['type', 'owner', 'maturity', 'url', 'description', 'label', 'dependsOn'] as const;

function sameKeys<T extends GraphNode>(old: T, node: T, keys: readonly (keyof T)[]): boolean {
  return keys.every((key) => sameJson(old[key], node[key]));
}

/** What counts of each semantic kind, besides config and fqn: keys of the node or of its body. */
const SEMANTIC_KEYS = {
  metric: ['description', 'label', 'time_granularity', 'metadata'],
  semantic_model: [
    'description',
    'group',
    'model',
    'defaults',
    'entities',
    'dimensions',
    'measures',
    'primary_entity',
  ],
  saved_query: ['description', 'label', 'group', 'query_params', 'exports'],
} as const;

function sameSemantic(old: SemanticNode, node: SemanticNode): boolean {
  const value = (each: SemanticNode, key: string): unknown =>
    key === 'description' || key === 'label' || key === 'group' ? each[key] : (each.body[key] ?? null);
  return (
    sameConfig(old, node) &&
    SEMANTIC_KEYS[node.resourceType].every((key) => sameJson(value(old, key), value(node, key)))
  );
}
