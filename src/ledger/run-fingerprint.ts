import type { JsonObject } from '../config/json.ts';
import type { Manifest } from '../graph/manifest.ts';
import type { SqlNode } from '../graph/node.ts';
import { sha256 } from '../util/sha256.ts';
import { fingerprintOf, macroTexts } from './fingerprint.ts';

/** Names by which a template reads what is set of its own node; a call of `config` only sets it. */
const OWN_FACTS = /\b(?:model\b|config\b(?!\s*\())/;

/** Names in a template whose value is another one in every run, or that tell of the whole project. */
const NEVER_THE_SAME =
  /\b(?:run_started_at|invocation_id|graph|modules(?!\s*(?:\.\s*|\[\s*['"])(?:re|pytz|itertools)\b))\b/;

const TAGS = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;

/** What the tags of a text read. */
interface Traits {
  readonly readsOwnFacts: boolean;
  readonly isNeverTheSame: boolean;
}

/** What is known of the nodes of a manifest, and of the texts that they are made with. */
interface Known {
  readonly fingerprints: Map<string, string | null>;
  readonly traits: Map<string, Traits>;
}

const known = new WeakMap<Manifest, Known>();

/**
 * What a run of a node does, as one hash: what its rows are made from (`fingerprintOf`), and what takes effect beside
 * them: the name of its relation, grants, descriptions that are kept in the warehouse, and, where a template reads of its
 * own node, all that is set of it. Null for a node that does something else in every run.
 */
export function runFingerprintOf(manifest: Manifest, nodeId: string): string | null {
  let ofManifest = known.get(manifest);
  if (ofManifest === undefined)
    known.set(manifest, (ofManifest = { fingerprints: new Map(), traits: new Map() }));
  return runFingerprint(manifest, nodeId, ofManifest);
}

function runFingerprint(manifest: Manifest, nodeId: string, made: Known): string | null {
  const ready = made.fingerprints.get(nodeId);
  if (ready !== undefined) return ready;
  const node = manifest.nodes.get(nodeId);
  // What leaves no relation is a part of what reads it.
  const under = (manifest.parents.get(nodeId) ?? []).filter(
    (id) =>
      node?.resourceType === 'unit_test' || manifest.nodes.get(id)?.config['materialized'] === 'ephemeral',
  );
  const inlined = under.map((id) => runFingerprint(manifest, id, made));
  const own = node === undefined || !('rawCode' in node) ? [] : ownParts(node, manifest, made.traits);
  const result =
    own === null || inlined.includes(null)
      ? null
      : sha256(JSON.stringify([fingerprintOf(manifest, nodeId), own, inlined])).slice(0, 32);
  made.fingerprints.set(nodeId, result);
  return result;
}

/** What takes effect of a node itself; null where that is never the same. */
function ownParts(node: SqlNode, manifest: Manifest, known: Map<string, Traits>): readonly unknown[] | null {
  const traits = [node.rawCode, hookText(node), ...macroTexts(node, manifest)].map((text) =>
    traitsOf(text, known),
  );
  if (traits.some(({ isNeverTheSame }) => isNeverTheSame)) return null;
  const { config, description, relationName } = node;
  const columns = [...node.columns.values()];
  if (traits.some(({ readsOwnFacts }) => readsOwnFacts)) return [relationName, config, description, columns];
  const kept = (config['persist_docs'] ?? {}) as JsonObject;
  return [
    relationName,
    config['grants'] ?? null,
    config['full_refresh'] ?? null,
    kept['relation'] === true ? description : null,
    kept['columns'] === true ? columns.map(({ name, description: text }) => [name, text]) : null,
  ];
}

/** Macros and hooks are of many nodes. */
function traitsOf(text: string, known: Map<string, Traits>): Traits {
  const before = known.get(text);
  if (before !== undefined) return before;
  const tags = (text.match(TAGS) ?? []).join(' ');
  const traits = { readsOwnFacts: OWN_FACTS.test(tags), isNeverTheSame: NEVER_THE_SAME.test(tags) };
  known.set(text, traits);
  return traits;
}

function hookText({ config }: SqlNode): string {
  const hooks = [config['pre-hook'], config['post-hook']].flat() as readonly (JsonObject | undefined)[];
  return hooks.map((hook) => String(hook?.['sql'] ?? '')).join('\n');
}
