import type { Manifest } from '../../graph/manifest.ts';
import { manifestView } from '../../graph/manifest-view.ts';
import { headsOf } from '../../graph/node-head.ts';
import type { StoredNodes } from './stored-nodes.ts';

/**
 * The manifest of a cache with a second source for what cannot be read of it: a manifest of the same project, made once
 * from its files, when the first damage is met. It is told what was met.
 */
export function mendedManifest(
  manifest: Manifest,
  nodes: StoredNodes,
  makeAnew: (thrown: unknown) => Manifest,
): Manifest {
  let anew: Manifest | undefined;
  const whole = (thrown: unknown): Manifest => (anew ??= makeAnew(thrown));
  const either = <T>(look: (from: Manifest) => T): T => {
    if (anew !== undefined) return look(anew);
    try {
      return look(manifest);
    } catch (thrown) {
      return look(whole(thrown));
    }
  };
  return manifestView(manifest, {
    nodes: nodes.withSubstitutes((id, thrown) => whole(thrown).nodes.get(id)),
    heads: () => either(headsOf),
    get macros() {
      return either((from) => from.macros);
    },
    get docs() {
      return either((from) => from.docs);
    },
    get groups() {
      return either((from) => from.groups);
    },
    get disabled() {
      return either((from) => from.disabled);
    },
    get parents() {
      return either((from) => from.parents);
    },
    get children() {
      return either((from) => from.children);
    },
  });
}
