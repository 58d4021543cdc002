import type { JsonObject } from '../config/json.ts';
import type { Manifest } from '../graph/manifest.ts';
import type { GraphNode, ModelNode, SqlNode } from '../graph/node.ts';
import { sha256 } from '../util/sha256.ts';

/** Configs that change nothing of the rows that a relation holds. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'access',
  'docs',
  'enabled',
  'full_refresh',
  'grants',
  'group',
  'meta',
  'on_error',
  'packages',
  'persist_docs',
  'tags',
]);

const known = new WeakMap<Manifest, Map<string, string>>();

/**
 * What the rows of a node's relation are made from, as one hash: its code and the macros under it, the configs that
 * matter, an enforced contract, a seed's file, and the fingerprints of everything upstream. It says nothing of variables,
 * so that every interval of a model has the same one.
 */
export function fingerprintOf(manifest: Manifest, nodeId: string): string {
  let made = known.get(manifest);
  if (made === undefined) known.set(manifest, (made = new Map()));
  return fingerprint(manifest, nodeId, made);
}

function fingerprint(manifest: Manifest, nodeId: string, made: Map<string, string>): string {
  const ready = made.get(nodeId);
  if (ready !== undefined) return ready;
  const node = manifest.nodes.get(nodeId);
  const inputs = (manifest.parents.get(nodeId) ?? [])
    .filter((id) => !id.startsWith('test.') && !id.startsWith('unit_test.'))
    .map((id) => fingerprint(manifest, id, made));
  const own = node === undefined ? [nodeId] : ownParts(node, manifest);
  const result = sha256(JSON.stringify([own, [...inputs].sort()])).slice(0, 32);
  made.set(nodeId, result);
  return result;
}

function ownParts(node: GraphNode, manifest: Manifest): readonly unknown[] {
  if (node.resourceType === 'unit_test') return [node.uniqueId, node.given, node.expect, node.overrides];
  if (node.resourceType === 'source' && node.written.variables.length > 0)
    return [node.uniqueId, node.written.names];
  if (!('rawCode' in node)) return [node.uniqueId, 'relationName' in node ? node.relationName : null];
  return [
    node.resourceType === 'seed' ? node.checksum.checksum : node.rawCode,
    effectiveConfig(node.config),
    macroTexts(node, manifest),
    ...(node.resourceType === 'model' && node.contract.enforced ? [contractOf(node)] : []),
  ];
}

function contractOf({ columns, constraints }: ModelNode): readonly unknown[] {
  return [
    [...columns.values()].map(({ name, dataType, quote, constraints: own }) => [name, dataType, quote, own]),
    constraints,
  ];
}

function effectiveConfig(config: JsonObject): readonly (readonly [string, unknown])[] {
  return Object.entries(config)
    .filter(([key, value]) => !WITHOUT_EFFECT.has(key) && value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What the project wrote for how a node is built: its materialization and its incremental strategy. */
function howItIsBuilt(config: JsonObject, manifest: Manifest): readonly string[] {
  const { materialized, incremental_strategy: strategy } = config;
  return [
    ...inPlaceOf(manifest, `materialization_${String(materialized)}`),
    ...inPlaceOf(manifest, `get_incremental_${String(strategy).replaceAll('+', '_')}_sql`),
  ];
}

/** Texts of the macros that a node is made with, called directly or through others, in the order of their ids. */
export function macroTexts(
  { resourceType, config, dependsOn }: SqlNode,
  manifest: Manifest,
): readonly string[] {
  const reached = new Set([
    ...dependsOn.macros,
    ...howItIsBuilt(config, manifest),
    // What every generic test reads by, also one of which dbt does not note that it does.
    ...(resourceType === 'test' ? inPlaceOf(manifest, 'get_where_subquery') : []),
  ]);
  for (const id of reached) {
    for (const next of manifest.macros.get(id)?.dependsOnMacros ?? []) reached.add(next);
    if (id.startsWith(BUILT_IN))
      for (const next of inPlaceOf(manifest, id.slice(BUILT_IN.length))) reached.add(next);
  }
  return [...reached].sort().map((id) => manifest.macros.get(id)?.macroSql ?? id);
}

/** What ids of macros begin with that ship with tx; none of these is in a manifest. */
const BUILT_IN = 'macro.dbt.';

const replacements = new WeakMap<Manifest, ReadonlyMap<string, readonly string[]>>();

/** Macros of the project and its packages that dispatch may find in place of a built-in one, whatever the adapter. */
function inPlaceOf(manifest: Manifest, name: string): readonly string[] {
  let known = replacements.get(manifest);
  if (known === undefined) replacements.set(manifest, (known = macrosByBuiltIn(manifest)));
  return known.get(name) ?? [];
}

/** Ids by the name without a prefix (`default__x`) or, of a materialization, without its adapter. */
function macrosByBuiltIn(manifest: Manifest): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name, uniqueId } of manifest.macros.values()) {
    const bare = /^(materialization_.+)_[a-z0-9]+$/.exec(name)?.[1] ?? name.replace(/^.+?__/, '');
    const list = found.get(bare);
    if (list === undefined) found.set(bare, [uniqueId]);
    else list.push(uniqueId);
  }
  return found;
}
