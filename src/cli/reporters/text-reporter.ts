import type { Event, FailedNode, RunSummary } from '../../events/event.ts';
import type { EventListener } from '../../events/event-bus.ts';
import { formatError } from './format-error.ts';
import { LiveLines } from './live-lines.ts';
import type { Palette } from './palette.ts';
import { statusWord } from './status-words.ts';

export interface TextReporterOptions {
  readonly write: (text: string) => void;
  readonly palette: Palette;
  readonly width: number;
  readonly quiet: boolean;
  readonly debug: boolean;
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'none';
  /** Whether running nodes have live lines (a terminal), or plain lines (everything else). */
  readonly live: boolean;
}

const RANK = { debug: 0, info: 1, warn: 2, error: 3, none: 4 } as const;

/** Reports events to a person: progress lines, errors with frames, and dbt's summary. */
export function createTextReporter(options: TextReporterOptions): EventListener {
  const { palette } = options;
  const lines = options.live ? new LiveLines(options.write) : null;
  const say = (text: string): void => (lines ? lines.print(text) : options.write(`${text}\n`));
  const stamped = (at: Date, text: string): void => say(`${palette.dim(clock(at))}  ${text}`);
  const shows = (level: keyof typeof RANK): boolean => {
    const least = options.debug ? 'debug' : options.quiet ? 'error' : options.level;
    return RANK[level] >= RANK[least];
  };

  return (event, at) => {
    switch (event.kind) {
      case 'node-started':
        if (lines && shows('info')) lines.start(event.node.uniqueId, event.description, at);
        else if (shows('info'))
          stamped(at, progressLine(options, event, `START ${event.description}`, '[RUN]'));
        return;
      case 'node-finished':
        lines?.stop(event.node.uniqueId);
        if (shows(event.status === 'error' || event.status === 'fail' ? 'error' : 'info'))
          stamped(at, finishedLine(options, event));
        return;
      case 'freshness-finished':
        lines?.stop(event.node.uniqueId);
        if (shows('info')) stamped(at, freshnessLine(options, event));
        return;
      case 'run-started':
        if (shows('info')) {
          stamped(at, `Concurrency: ${event.threads} threads (target='${event.target}')`);
          stamped(at, '');
        }
        return;
      case 'project-found':
        if (shows('info'))
          stamped(at, `Found ${[...event.counts].map(([kind, count]) => plural(count, kind)).join(', ')}`);
        return;
      case 'hook-finished':
        if (shows('info'))
          stamped(
            at,
            progressLine(
              options,
              event,
              `${event.status === 'success' ? palette.green('OK') : palette.red('ERROR')} hook: ${event.name}`,
              `[${event.status === 'success' ? 'OK' : 'ERROR'} in ${event.seconds.toFixed(2)}s]`,
            ),
          );
        return;
      case 'run-finished':
        lines?.end();
        if (shows('error')) summary(event.failures, event.summary, event.seconds, options, stamped, at);
        return;
      case 'warning':
        if (shows('warn'))
          say(
            formatError(event.error, { ...palette, red: palette.yellow }).replace(/^(.*?Error)/, (word) =>
              word.replace('Error', 'Warning'),
            ),
          );
        return;
      case 'error':
        say(formatError(event.error, palette));
        return;
      case 'message':
        if (event.stdout !== true && shows(event.level)) stamped(at, event.text);
        return;
      case 'statement':
        if (shows('debug')) stamped(at, `${palette.dim(`On ${event.connection}:`)} ${event.sql}`);
        return;
      case 'statement-done':
        if (shows('debug'))
          stamped(at, palette.dim(`SQL status: ${event.message} in ${event.seconds.toFixed(3)} seconds`));
        return;
      case 'artifact-written':
        if (shows('debug')) stamped(at, `Wrote ${event.path}`);
        return;
      case 'invocation-started':
        if (shows('info')) stamped(at, `Running with tx=${event.version}`);
        return;
      default:
        return;
    }
  };
}

function clock(at: Date): string {
  return at.toTimeString().slice(0, 8);
}

function progressLine(
  options: TextReporterOptions,
  event: { readonly index: number; readonly total: number },
  text: string,
  end: string,
): string {
  const head = `${event.index} of ${event.total} ${text} `;
  return `${head}${'.'.repeat(Math.max(1, options.width - head.length))} ${end}`;
}

function finishedLine(
  options: TextReporterOptions,
  event: Event & { readonly kind: 'node-finished' },
): string {
  const { word, colour } = statusWord(event.status, event.node.resourceType, event.failures);
  const tint = options.palette[colour];
  const took = event.status === 'skipped' ? 'SKIP' : `${resultWord(event)} in ${event.seconds.toFixed(2)}s`;
  return progressLine(
    options,
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

function freshnessLine(
  options: TextReporterOptions,
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
    options,
    event,
    `${tint(word)} freshness of ${event.node.name}`,
    `[${tint(word)} in ${event.seconds.toFixed(2)}s]`,
  );
}

/** What failed, one by one, then the line that tools look for: `Done. PASS=… WARN=… ERROR=… SKIP=… NO-OP=… TOTAL=…`. */
function summary(
  failures: readonly FailedNode[],
  counts: RunSummary,
  seconds: number,
  options: TextReporterOptions,
  stamped: (at: Date, text: string) => void,
  at: Date,
): void {
  const { palette } = options;
  stamped(at, '');
  const errors = counts.error;
  const verdict =
    errors > 0
      ? palette.red(
          `Completed with ${plural(errors, 'error')}${counts.warn > 0 ? ` and ${plural(counts.warn, 'warning')}` : ''}`,
        )
      : counts.warn > 0
        ? palette.yellow(`Completed with ${plural(counts.warn, 'warning')}`)
        : palette.green('Completed successfully');
  stamped(at, `${verdict} in ${seconds.toFixed(2)}s`);
  for (const failure of failures) {
    const kind = failure.status === 'warn' ? 'Warning' : failure.status === 'fail' ? 'Failure' : 'Error';
    const tint = kind === 'Warning' ? palette.yellow : palette.red;
    stamped(at, '');
    stamped(at, tint(`${kind} in ${failure.node.resourceType} ${failure.node.name} (${failure.node.path})`));
    for (const line of failure.message.split('\n')) stamped(at, `  ${line}`);
    if (failure.compiledPath) stamped(at, `  compiled code at ${failure.compiledPath}`);
  }
  stamped(at, '');
  stamped(
    at,
    `Done. PASS=${counts.pass} WARN=${counts.warn} ERROR=${counts.error} SKIP=${counts.skip} NO-OP=${counts.noOp} TOTAL=${counts.total}`,
  );
}

function plural(count: number, word: string): string {
  if (count === 1) return `1 ${word}`;
  return `${count} ${word.endsWith('s') ? word : word.endsWith('y') ? `${word.slice(0, -1)}ies` : word === 'analysis' ? 'analyses' : `${word}s`}`;
}
