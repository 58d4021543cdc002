import { TemplateFault } from './template-fault.ts';

/** The fault of a loop that runs on and on; the macro that it stands in is added as the fault leaves it. */
export class EndlessLoop extends TemplateFault {
  readonly seconds: number;

  constructor(seconds: number) {
    super(`A loop has run for ${seconds} seconds without an end`, HINT);
    this.seconds = seconds;
  }
}

const HINT = 'Mend the loop, or give it more time with --template-timeout, e.g. --template-timeout 5m.';

/** Passes of loops between two looks at the clock. */
const PASSES = 1024;

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

/** One pass through the body of a loop. Throws EndlessLoop when loops have run for too long without waiting for anything. */
export function pass(): void {
  passes += 1;
  if (passes % PASSES !== 0) return;
  const now = performance.now();
  if (since === null) {
    since = now;
    // What waits for the warehouse comes back through the event loop: its time does not count.
    setImmediate(begin).unref();
  } else if (now - since > limitSeconds * 1000) throw new EndlessLoop(limitSeconds);
}
