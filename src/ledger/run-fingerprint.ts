import type { JsonObject } from '../config/json.ts';
import type { Manifest } from '../graph/manifest.ts';
import type { SqlNode } from '../graph/node.ts';
import { sha256 } from '../util/sha256.ts';
import { fingerprintOf, macroTexts } from './fingerprint.ts';

/** Names by which a template reads what is set of its own node; a call of `config` only sets it. */
const OWN_FACTS = /\b(?:model|graph|config\b(?!\s*\())/;

/** Names in a template whose value is another one in every run, or that tell of the whole project. */
const NEVER_THE_SAME = /\b(?:run_started_at|invocation_id|modules\s*\.\s*datetime|graph\s*[.[])/;

/**
 * What a run of a node does, as one hash: what its rows are made from (`fingerprintOf`), and what takes effect beside
 * them: the name of its relation, grants, descriptions that are kept in the warehouse, and, where a template reads of its
 * own node, all that is set of it. Null for a node that does something else in every run.
 */
export function runFingerprintOf(manifest: Manifest, nodeId: string): string | null {
  const node = manifest.nodes.get(nodeId);
  const under = (manifest.parents.get(nodeId) ?? []).filter(
    (id) =>
      node?.resourceType === 'unit_test' || manifest.nodes.get(id)?.config['materialized'] === 'ephemeral',
  );
  const inlined = under.map((id) => runFingerprintOf(manifest, id));
  const own = node === undefined || !('rawCode' in node) ? [] : ownParts(node, manifest);
  if (own === null || inlined.includes(null)) return null;
  return sha256(JSON.stringify([fingerprintOf(manifest, nodeId), own, inlined])).slice(0, 32);
}

/** What takes effect of a node itself; null where that is never the same. */
function ownParts(node: SqlNode, manifest: Manifest): readonly unknown[] | null {
  const texts = [node.rawCode, JSON.stringify(hooksOf(node)), ...macroTexts(node, manifest)];
  if (texts.some((text) => NEVER_THE_SAME.test(text))) return null;
  const { config, description, relationName } = node;
  const columns = [...node.columns.values()];
  if (texts.some((text) => OWN_FACTS.test(text))) return [relationName, config, description, columns];
  const kept = (config['persist_docs'] ?? {}) as JsonObject;
  return [
    relationName,
    config['grants'] ?? null,
    kept['relation'] === true ? description : null,
    kept['columns'] === true ? columns.map(({ name, description: text }) => [name, text]) : null,
    node.resourceType === 'test' ? node.testMetadata : null,
  ];
}

const hooksOf = ({ config }: SqlNode): readonly unknown[] => [
  config['pre-hook'] ?? null,
  config['post-hook'] ?? null,
];
