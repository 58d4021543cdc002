// Bundles scripts/conformance.ts, which shares its parts with the tests, and runs it.
import { build } from 'esbuild';
import { pathToFileURL } from 'node:url';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const outfile = path.join(root, 'node_modules/.cache/conformance.mjs');
await build({
  absWorkingDir: root,
  entryPoints: ['scripts/conformance.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
const { conformance } = await import(pathToFileURL(outfile).href);
process.exitCode = await conformance(process.argv.slice(2), root);
