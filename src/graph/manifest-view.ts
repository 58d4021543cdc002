import type { Manifest } from './manifest.ts';

/** A manifest with some parts of its own; none of the others is looked at before it is asked for. */
export function manifestView(manifest: Manifest, own: Partial<Manifest>): Manifest {
  const view = {};
  for (const key of Object.keys(manifest) as (keyof Manifest)[]) {
    Object.defineProperty(view, key, { enumerable: true, configurable: true, get: () => manifest[key] });
  }
  return Object.defineProperties(view, Object.getOwnPropertyDescriptors(own)) as Manifest;
}
