import type { Event } from '../../events/event.ts';
import type { EventListener } from '../../events/event-bus.ts';
import { formatError } from './format-error.ts';
import { LiveLines } from './live-lines.ts';
import type { Palette } from './palette.ts';
import { finishedLine, freshnessLine, hookLine, progressLine } from './progress-lines.ts';
import { plural } from '../../util/plural.ts';
import { runSummary } from './run-summary.ts';

/** Where and how the lines for people are written; `width` is in characters. */
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

/** Where an event is written: `say` as it is, `stamped` behind the time. */
interface Output {
  readonly options: TextReporterOptions;
  readonly lines: LiveLines | null;
  readonly at: Date;
  say(text: string): void;
  stamped(text: string): void;
  shows(level: keyof typeof RANK): boolean;
}

/** Reports events to a person: progress lines, errors with frames, and dbt's summary. */
export function createTextReporter(options: TextReporterOptions): EventListener {
  const lines = options.live ? new LiveLines(options.write) : null;
  const say = (text: string): void => (lines ? lines.print(text) : options.write(`${text}\n`));
  const least = options.debug ? 'debug' : options.quiet ? 'error' : options.level;
  return (event, at) => {
    const report = reports[event.kind] as ((event: Event, output: Output) => void) | undefined;
    report?.(event, {
      options,
      lines,
      at,
      say,
      stamped: (text) => say(`${options.palette.dim(clock(at))}  ${text}`),
      shows: (level) => RANK[level] >= RANK[least],
    });
  };
}

type Reports = {
  readonly [K in Event['kind']]?: (event: Event & { readonly kind: K }, output: Output) => void;
};

/** How each kind of event is told; kinds that are not here are for machines. */
const reports: Reports = {
  'invocation-started': (event, { shows, stamped }) => {
    if (shows('info')) stamped(`Running with tx=${event.version}`);
  },
  'project-found': (event, { shows, stamped }) => {
    if (shows('info'))
      stamped(`Found ${[...event.counts].map(([kind, count]) => plural(count, kind)).join(', ')}`);
  },
  'run-started': (event, { shows, stamped }) => {
    if (!shows('info')) return;
    stamped(`Concurrency: ${event.threads} threads (target='${event.target}')`);
    stamped('');
  },
  'node-started': (event, { lines, options, at, shows, stamped }) => {
    if (!shows('info')) return;
    if (lines) lines.start(event.node.uniqueId, event.description, at);
    else stamped(progressLine(options.width, event, `START ${event.description}`, '[RUN]'));
  },
  'node-finished': (event, { lines, options, shows, stamped }) => {
    lines?.stop(event.node.uniqueId);
    const failed = event.status === 'error' || event.status === 'fail';
    if (shows(failed ? 'error' : 'info')) stamped(finishedLine(options, event));
  },
  'freshness-finished': (event, { lines, options, shows, stamped }) => {
    lines?.stop(event.node.uniqueId);
    if (shows('info')) stamped(freshnessLine(options, event));
  },
  'hook-started': (event, { lines, options, at, shows, stamped }) => {
    if (!shows('info')) return;
    if (lines) lines.start(event.node.uniqueId, `hook: ${event.name}`, at);
    else stamped(progressLine(options.width, event, `START hook: ${event.name}`, '[RUN]'));
  },
  'hook-finished': (event, { lines, options, shows, stamped }) => {
    lines?.stop(event.node.uniqueId);
    if (shows(event.status === 'error' ? 'error' : 'info')) stamped(hookLine(options, event));
  },
  'run-finished': (event, { lines, options, shows, stamped }) => {
    lines?.end();
    const { error, warn } = event.summary;
    if (shows(error > 0 ? 'error' : warn > 0 ? 'warn' : 'info'))
      runSummary(event, options.palette).forEach(stamped);
  },
  warning: (event, { options, shows, say }) => {
    if (!shows('warn')) return;
    const { palette } = options;
    const text = formatError(event.error, { ...palette, red: palette.yellow });
    say(text.replace(/^(.*?Error)/, (word) => word.replace('Error', 'Warning')));
  },
  error: (event, { options, say }) => say(formatError(event.error, options.palette)),
  message: (event, { shows, stamped }) => {
    if (event.stdout !== true && shows(event.level)) stamped(event.text);
  },
  statement: (event, { options, shows, stamped }) => {
    if (shows('debug')) stamped(`${options.palette.dim(`On ${event.connection}:`)} ${event.sql}`);
  },
  'statement-done': (event, { options, shows, stamped }) => {
    if (!shows('debug')) return;
    stamped(options.palette.dim(`SQL status: ${event.message} in ${event.seconds.toFixed(3)} seconds`));
  },
  'artifact-written': (event, { shows, stamped }) => {
    if (shows('debug')) stamped(`Wrote ${event.path}`);
  },
};

function clock(at: Date): string {
  return at.toTimeString().slice(0, 8);
}
