import type { Manifest } from './manifest.ts';
import type { GraphNode } from './node.ts';
import { variablesRead } from './variables-read.ts';

/** Materializations that keep what they were built with last and nothing else. */
const REPLACED: ReadonlySet<string> = new Set(['table', 'view', 'materialized_view', 'ephemeral']);

/** Whether each run makes a model's relation anew; the others keep what earlier runs brought. */
export function isReplaced(node: GraphNode): boolean {
  return node.resourceType === 'model' && REPLACED.has(String(node.config['materialized']));
}

/**
 * Whether what a run makes of a node depends on the interval that `variable` names: its SQL reads it, or it keeps what it
 * takes from a view or table that shows one interval at a time. Seeds and operations never do.
 */
export function isBoundTo(variable: string, node: GraphNode, manifest: Manifest): boolean {
  if (!('rawCode' in node) || node.resourceType === 'seed' || node.resourceType === 'operation') return false;
  if (variablesRead(node, manifest).has(variable)) return true;
  const keeps = node.resourceType === 'snapshot' || (node.resourceType === 'model' && !isReplaced(node));
  return keeps && readsOneInterval(variable, node, manifest);
}

/** Whether a relation shows one interval at a time: it is made anew from what the variable selects. */
export function holdsOneInterval(variable: string, node: GraphNode, manifest: Manifest): boolean {
  if (!isReplaced(node) || !('rawCode' in node)) return false;
  return variablesRead(node, manifest).has(variable) || readsOneInterval(variable, node, manifest);
}

function readsOneInterval(variable: string, node: GraphNode, manifest: Manifest): boolean {
  const answers = answersOf(variable, manifest);
  const known = answers.get(node.uniqueId);
  if (known !== undefined) return known;
  const found = (manifest.parents.get(node.uniqueId) ?? []).some((id) => {
    const parent = manifest.nodes.get(id);
    return parent !== undefined && holdsOneInterval(variable, parent, manifest);
  });
  answers.set(node.uniqueId, found);
  return found;
}

const answered = new WeakMap<Manifest, Map<string, Map<string, boolean>>>();

function answersOf(variable: string, manifest: Manifest): Map<string, boolean> {
  const ofManifest = answered.get(manifest) ?? new Map<string, Map<string, boolean>>();
  answered.set(manifest, ofManifest);
  const answers = ofManifest.get(variable) ?? new Map<string, boolean>();
  ofManifest.set(variable, answers);
  return answers;
}
