// Runs scripts/torture.ts, which shares its parts with the tests.
import path from 'node:path';
import { loadScript } from './load-script.mjs';

const { runTorture } = await loadScript('scripts/torture.ts');
process.exitCode = await runTorture(process.argv.slice(2), path.resolve(import.meta.dirname, '..'));
