import path from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles the program over the degraded adapters and gives its path: nothing but `adapters/index.ts` is another one.
 */
export async function degradedProgram(root: string): Promise<string> {
  const program = path.join(root, 'node_modules/.cache/degraded-tx.cjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/torture/degraded-main.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    define: { TX_VERSION: '"0.0.0"', TX_BUILD: '"degraded"', 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'warning',
    plugins: [
      {
        name: 'degraded-adapters',
        setup: ({ onResolve }) =>
          onResolve({ filter: /adapters\/index\.ts$/ }, ({ importer }) =>
            /src\/cli\/main\.ts$/.test(importer)
              ? { path: path.join(root, 'test/torture/degraded-adapters.ts') }
              : undefined,
          ),
      },
    ],
  });
  return program;
}
