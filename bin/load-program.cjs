'use strict';

const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const vm = require('node:vm');

/**
 * Loads the bundle with the machine code that V8 made of it the last time, which halves the start. It is kept beside the
 * bundle, one file for each Node; where it is missing, stale or cannot be written, the bundle is compiled as ever.
 */
function loadProgram(bundle) {
  const loader = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  // Without it, older versions of Node cannot import a driver from such a script.
  if (loader === undefined) return { exports: require(bundle), keepCompiled() {} };
  const { mtimeMs, size } = fs.statSync(bundle);
  const tags = [process.version, process.arch, Math.round(mtimeMs), size];
  const cacheFile = path.join(path.dirname(bundle), `code-cache-${tags.join('-')}.bin`);
  const cachedData = readIfAny(cacheFile);
  const text = fs.readFileSync(bundle, 'utf8');
  const script = new vm.Script(`(function (exports, require, module, __filename) {${text}\n})`, {
    filename: bundle,
    cachedData,
    importModuleDynamically: loader,
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(bundle), module, bundle);
  const isKept = cachedData !== undefined && script.cachedDataRejected === false;
  return { exports: module.exports, keepCompiled: () => isKept || keep(cacheFile, script) };
}

function readIfAny(file) {
  try {
    return fs.readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Written whole or not at all; an installation that cannot be written to starts a little slower, and that is all. */
function keep(file, script) {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    fs.writeFileSync(temporary, script.createCachedData());
    fs.renameSync(temporary, file);
  } catch {
    fs.rmSync(temporary, { force: true });
  }
}

module.exports = { loadProgram };
