// Runs bench/run-bench.ts, which shares its PostgreSQL with the tests.
import path from 'node:path';
import { loadScript } from '../scripts/load-script.mjs';

const { runBench } = await loadScript('bench/run-bench.ts');
process.exitCode = await runBench(process.argv.slice(2), path.resolve(import.meta.dirname, '..'));
