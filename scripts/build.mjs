// Bundles the program (one CommonJS file, whose parts are evaluated when a command needs them), the library, and the help.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');

/** Small packages on the way of every command: bundled, they cost no look-up and no file of their own. */
const BUNDLED = ['@duckdb/node-api', 'commander', 'js-yaml', 'picocolors', 'valibot'];

const require = createRequire(import.meta.url);

/**
 * DuckDB's driver is a hundred small files that Node would compile anew in every run: they stand in the bundle. What they
 * load, a library of machine code, stays where the package manager put it, beside a package of exactly this version.
 */
const driver = { name: '@duckdb/node-api', version: require('@duckdb/node-api/package.json').version };
const duckdbLibrary = {
  name: 'duckdb-library',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@duckdb\/node-bindings$/ }, ({ path: name }) => ({
      path: name,
      namespace: 'duckdb',
    }));
    onLoad({ filter: /.*/, namespace: 'duckdb' }, ({ path: name }) => ({
      contents: `const { createRequire } = require('node:module');
        const beside = createRequire(createRequire(__filename).resolve('${driver.name}'));
        const { version } = beside('${driver.name}/package.json');
        if (version !== '${driver.version}') {
          throw new Error('${driver.name} is ' + version + ' here, and tx needs ${driver.version}: install tx anew, without an override of it');
        }
        module.exports = beside('${name}');`,
    }));
  },
};

/** Leaves every other package to be loaded when it is asked for: drivers of warehouses, the printer of positions. */
const othersAreExternal = {
  name: 'others-are-external',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
      kind === 'entry-point' || BUNDLED.includes(name) ? undefined : { path: name, external: true },
    );
  },
};

/** Names what the program is made from: caches of another program are not taken over. */
function buildName() {
  const hash = createHash('sha256').update(version);
  for (const folder of ['src', 'adapters']) {
    const files = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile()))
      hash.update(readFileSync(path.join(file.parentPath, file.name)));
  }
  return hash.digest('hex').slice(0, 16);
}

const shared = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  define: { TX_VERSION: JSON.stringify(version), TX_BUILD: JSON.stringify(buildName()) },
  logLevel: 'warning',
};

// Types are made before a package is packed; npm builds once more after that.
if (existsSync(dist)) {
  for (const name of readdirSync(dist)) {
    if (name !== 'types') rmSync(path.join(dist, name), { recursive: true });
  }
}
await Promise.all([
  build({
    ...shared,
    entryPoints: { main: 'src/cli/main.ts' },
    format: 'cjs',
    minifyWhitespace: true,
    outExtension: { '.js': '.cjs' },
    legalComments: 'eof',
    plugins: [duckdbLibrary, othersAreExternal],
    define: { ...shared.define, 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  }),
  build({
    ...shared,
    entryPoints: { index: 'src/api/index.ts' },
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    packages: 'external',
  }),
]);

const { helpText } = require('../dist/main.cjs');
writeFileSync(path.join(dist, 'help.txt'), await helpText());

/** Their licences ask that what is bundled carries them. */
function licences() {
  return BUNDLED.map((name) => {
    const folder = path.join(root, 'node_modules', name);
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    if (file === undefined) throw new Error(`${name} has no licence file`);
    const { version: bundled } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return `${name} ${bundled}\n\n${readFileSync(path.join(folder, file), 'utf8').trim()}\n`;
  });
}
writeFileSync(path.join(dist, 'third-party-licenses.txt'), licences().join(`\n${'-'.repeat(80)}\n\n`));
