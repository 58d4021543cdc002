'use strict';

// A thread of bin/tx that parses its share of a large project.
const { parentPort, workerData } = require('node:worker_threads');
const { loadProgram } = require('./load-program.cjs');

const { exports: program } = loadProgram(require.resolve('../dist/main.cjs'));
program.parseInThread(workerData, (message) => parentPort.postMessage(message));
