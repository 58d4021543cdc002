import { build } from 'esbuild';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Bundles a script that is written in TypeScript and gives its exports. */
export async function loadScript(file) {
  const root = path.resolve(import.meta.dirname, '..');
  const outfile = path.join(root, 'node_modules/.cache', `${path.basename(file, '.ts')}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}
