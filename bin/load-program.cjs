'use strict';

const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { getHeapCodeStatistics } = require('node:v8');
const vm = require('node:vm');

/** A run that compiles more than this, in bytes, beyond what was kept has most likely done what no run did before. */
const MUCH = 160 * 1024;
/** Times that the kept code is brought up to date. Templates are compiled too, so that there may be much to compile in every run. */
const MOST_UPDATES = 6;

/**
 * Loads the bundle with the machine code that V8 made of it in earlier runs, which halves the start. It is kept beside the
 * bundle, one file for each Node; where it is missing, stale or cannot be written, the bundle is compiled as ever.
 */
function loadProgram(bundle) {
  const loader = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  // Without it, older versions of Node cannot import a driver from such a script.
  if (loader === undefined) return { exports: require(bundle), keepCompiled() {} };
  const { mtimeMs, size } = fs.statSync(bundle);
  const tags = [process.version, process.arch, Math.round(mtimeMs), size];
  const cacheFile = path.join(path.dirname(bundle), `code-cache-${tags.join('-')}.bin`);
  const kept = readIfAny(cacheFile);
  const text = fs.readFileSync(bundle, 'utf8');
  const script = new vm.Script(`(function (exports, require, module, __filename) {${text}\n})`, {
    filename: bundle,
    cachedData: kept?.subarray(0, -1),
    importModuleDynamically: loader,
  });
  const before = compiledBytes();
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(bundle), module, bundle);
  const isUsed = kept !== undefined && script.cachedDataRejected === false;
  const updates = isUsed ? kept[kept.length - 1] : 0;
  return {
    exports: module.exports,
    keepCompiled() {
      if (!isUsed) keep(cacheFile, script, 0);
      else if (updates < MOST_UPDATES && compiledBytes() - before > MUCH)
        keep(cacheFile, script, updates + 1);
    },
  };
}

function compiledBytes() {
  return getHeapCodeStatistics().bytecode_and_metadata_size;
}

function readIfAny(file) {
  try {
    return fs.readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Written whole or not at all; an installation that cannot be written to starts a little slower, and that is all. */
function keep(cacheFile, script, updates) {
  const temporary = `${cacheFile}.${process.pid}.tmp`;
  try {
    fs.writeFileSync(temporary, Buffer.concat([script.createCachedData(), Buffer.from([updates])]));
    fs.renameSync(temporary, cacheFile);
  } catch {
    fs.rmSync(temporary, { force: true });
  }
}

module.exports = { loadProgram };
