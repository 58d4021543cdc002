'use strict';

const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { getHeapCodeStatistics } = require('node:v8');
const vm = require('node:vm');

/** A run that holds so many bytes of code more than the one that kept its code has most likely done what no run did before. */
const MUCH = 64 * 1024;
/** Times that the kept code is brought up to date. Templates are compiled too, so that there may be much to compile in every run. */
const MOST_UPDATES = 6;
/** Counting takes a few milliseconds: one run in so many does it. */
const COUNTED = 4;
/** Behind the code: how often it was brought up to date, and the bytes of code that its run held. */
const TAIL = 8;

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
    cachedData: kept?.subarray(0, -TAIL),
    importModuleDynamically: loader,
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(bundle), module, bundle);
  const isUsed = kept !== undefined && script.cachedDataRejected === false;
  return {
    exports: module.exports,
    keepCompiled() {
      if (!isUsed) return keep(cacheFile, script, 0, bytesOfCode());
      const updates = kept.readUInt32LE(kept.length - TAIL);
      if (updates >= MOST_UPDATES || Math.random() * COUNTED >= 1) return;
      const bytes = bytesOfCode();
      if (bytes > kept.readUInt32LE(kept.length - 4) + MUCH) keep(cacheFile, script, updates + 1, bytes);
    },
  };
}

function bytesOfCode() {
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
function keep(cacheFile, script, updates, bytes) {
  const temporary = `${cacheFile}.${process.pid}-${process.hrtime.bigint()}.tmp`;
  const tail = Buffer.alloc(TAIL);
  tail.writeUInt32LE(updates);
  tail.writeUInt32LE(bytes, 4);
  try {
    fs.writeFileSync(temporary, Buffer.concat([script.createCachedData(), tail]));
    fs.renameSync(temporary, cacheFile);
  } catch {
    fs.rmSync(temporary, { force: true });
  }
}

module.exports = { loadProgram };
