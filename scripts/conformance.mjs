// Runs scripts/conformance.ts, which shares its parts with the tests.
import path from 'node:path';
import { loadScript } from './load-script.mjs';

const { conformance } = await loadScript('scripts/conformance.ts');
process.exitCode = await conformance(process.argv.slice(2), path.resolve(import.meta.dirname, '..'));
