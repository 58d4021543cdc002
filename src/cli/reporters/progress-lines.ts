import type { Event } from '../../events/event.ts';
import type { Palette } from './palette.ts';
import { statusWord } from './status-words.ts';

interface LineOptions {
  readonly palette: Palette;
  readonly width: number;
}

/** `3 of 12 <text> ......... <end>`, filled to the width. */
export function progressLine(
  width: number,
  event: { readonly index: number; readonly total: number },
  text: string,
  end: string,
): string {
  const head = `${event.index} of ${event.total} ${text} `;
  return `${head}${'.'.repeat(Math.max(1, width - head.length))} ${end}`;
}

/** The line of a node that ended: its outcome, rows and seconds. */
export function finishedLine(
  options: LineOptions,
  event: Event & { readonly kind: 'node-finished' },
): string {
  const { word, colour } = statusWord(event.status, event.node.resourceType, event.failures);
  const tint = options.palette[colour];
  const took = event.status === 'skipped' ? 'SKIP' : `${resultWord(event)} in ${event.seconds.toFixed(2)}s`;
  return progressLine(
    options.width,
    event,
    `${word} ${event.description}`.replace(/ {2,}/g, ' '),
    `[${tint(took)}]`,
  );
}

function resultWord(event: Event & { readonly kind: 'node-finished' }): string {
  if (event.status === 'success') {
    const message = event.message ?? 'OK';
    return event.rows === null || /\d/.test(message) ? message : `${message} ${event.rows} rows`;
  }
  if (event.status === 'fail' || event.status === 'warn')
    return `${event.status.toUpperCase()} ${event.failures ?? 0}`;
  return event.status.toUpperCase();
}

/** The line of a source whose freshness was measured. */
export function freshnessLine(
  options: LineOptions,
  event: Event & { readonly kind: 'freshness-finished' },
): string {
  const { palette } = options;
  const stale = event.status === 'error';
  const word = stale
    ? 'ERROR STALE'
    : event.status === 'runtime error'
      ? 'ERROR'
      : event.status.toUpperCase();
  const tint =
    event.status === 'pass' ? palette.green : event.status === 'warn' ? palette.yellow : palette.red;
  return progressLine(
    options.width,
    event,
    `${tint(word)} freshness of ${event.node.name}`,
    `[${tint(word)} in ${event.seconds.toFixed(2)}s]`,
  );
}

/** The line of a hook that ended. */
export function hookLine(options: LineOptions, event: Event & { readonly kind: 'hook-finished' }): string {
  const { word, colour } = statusWord(event.status, event.node.resourceType, null);
  const took = `${word.split(' ')[0] ?? ''} in ${event.seconds.toFixed(2)}s`;
  return progressLine(options.width, event, `${word} ${event.name}`, `[${options.palette[colour](took)}]`);
}
