import { ProjectFailure } from '../errors/project-error.ts';
import { sleep } from '../util/sleep.ts';

/** How often an address is asked that does not answer, and how long is waited in between, in milliseconds. */
const ATTEMPTS = 4;
const PAUSE = 250;

/**
 * What a server answers; null when it has nothing there (404). Faults that pass are tried again. Throws ProjectFailure
 * TX1501, with `hint` as the way out.
 */
export async function download(url: string, hint: string): Promise<Buffer | null> {
  for (let attempt = 1; ; attempt += 1) {
    const fault = await ask(url);
    if (Buffer.isBuffer(fault) || fault === null) return fault;
    if (attempt === ATTEMPTS || !fault.passes)
      throw new ProjectFailure({
        code: 'TX1501',
        message: `${url} ${fault.reason}`,
        hint,
        cause: fault.cause,
      });
    await sleep(PAUSE * 2 ** attempt);
  }
}

interface Fault {
  readonly reason: string;
  readonly passes: boolean;
  readonly cause?: unknown;
}

async function ask(url: string): Promise<Buffer | Fault | null> {
  try {
    const response = await fetch(url);
    if (response.ok) return Buffer.from(await response.arrayBuffer());
    if (response.status === 404) return null;
    const passes = response.status >= 500 || response.status === 429;
    return { reason: `answered ${response.status}`, passes };
  } catch (cause) {
    return { reason: `cannot be reached: ${reasonOf(cause)}`, passes: true, cause };
  }
}

/** `fetch` says only that it failed; what failed is its cause. */
function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error ? thrown.cause.message : thrown.message;
}
