import { getHeapStatistics } from 'node:v8';
import { TemplateFault } from './template-fault.ts';

/** What a template goes on and on with. */
export type Repeated = 'loop' | 'calls';

/** The fault of a template that does not come to an end; the macro that it is in is added as the fault leaves it. */
export class Runaway extends TemplateFault {
  readonly #repeated: Repeated;
  readonly #what: string;

  constructor(repeated: Repeated, what: string, hint: string) {
    super(what, hint);
    this.#repeated = repeated;
    this.#what = what;
  }

  /** The message with the macro that it is of; null for a template. */
  messageIn(macro: string | null): string {
    const where = macro === null ? 'the template' : `the macro '${macro}'`;
    return this.#repeated === 'loop'
      ? `A loop of ${where} has ${this.#what}`
      : `Calls of ${where} have ${this.#what}`;
  }
}

const MORE_TIME = 'Mend it, or give it more time with --template-timeout, e.g. --template-timeout 5m.';
const MORE_MEMORY = 'Mend it, or give Node more memory, e.g. NODE_OPTIONS=--max-old-space-size=8192.';

/** Passes of loops and calls between two looks at the clock. */
const PASSES = 1024;

/** The part of Node's memory that may be in use while templates loop; Node ends the process where all of it is. */
const MOST_MEMORY = 0.75;

let limitSeconds = 60;
let passes = 0;
let since: number | null = null;

/** Sets for how many seconds templates may loop without a pause. */
export function limitLoops(seconds: number): void {
  limitSeconds = seconds;
}

/** A template starts to be rendered: its time begins. */
export function begin(): void {
  since = null;
}

/** One pass through the body of a loop. Throws Runaway when loops or calls have run for too long without waiting for anything. */
export function pass(): void {
  passes += 1;
  if (passes % PASSES === 0) look('loop');
}

/** A macro is called. Throws as `pass` does. */
export function enter(): void {
  passes += 1;
  if (passes % PASSES === 0) look('calls');
}

function look(repeated: Repeated): void {
  const now = performance.now();
  if (since === null) {
    since = now;
    // What waits for the warehouse comes back through the event loop: its time does not count.
    setImmediate(begin).unref();
  } else if (now - since > limitSeconds * 1000)
    throw new Runaway(repeated, `run for ${limitSeconds} seconds without an end`, MORE_TIME);
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  if (used > limit * MOST_MEMORY)
    throw new Runaway(repeated, `filled ${Math.round(used / 1e6)} MB of memory`, MORE_MEMORY);
}
