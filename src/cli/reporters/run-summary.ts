import type { Event } from '../../events/event.ts';
import { plural } from '../../util/plural.ts';
import type { Palette } from './palette.ts';

/**
 * The lines at the end of a run: what failed, one by one, then the line that tools look for:
 * `Done. PASS=… WARN=… ERROR=… SKIP=… NO-OP=… TOTAL=…`.
 */
export function runSummary(
  event: Event & { readonly kind: 'run-finished' },
  palette: Palette,
): readonly string[] {
  const { failures, summary: counts, seconds } = event;
  const lines: string[] = [];
  lines.push('');
  const errors = counts.error;
  const verdict =
    errors > 0
      ? palette.red(
          `Completed with ${plural(errors, 'error')}${counts.warn > 0 ? ` and ${plural(counts.warn, 'warning')}` : ''}`,
        )
      : counts.warn > 0
        ? palette.yellow(`Completed with ${plural(counts.warn, 'warning')}`)
        : palette.green('Completed successfully');
  lines.push(`${verdict} in ${seconds.toFixed(2)}s`);
  for (const failure of failures) {
    const kind = failure.status === 'warn' ? 'Warning' : failure.status === 'fail' ? 'Failure' : 'Error';
    const tint = kind === 'Warning' ? palette.yellow : palette.red;
    lines.push('');
    const code = failure.code === null ? '' : ` ${palette.dim(`[${failure.code}]`)}`;
    lines.push(
      `${tint(`${kind} in ${failure.node.resourceType} ${failure.node.name} (${failure.node.path})`)}${code}`,
    );
    for (const line of failure.message.split('\n')) lines.push(`  ${line}`);
    if (failure.compiledPath) lines.push(`  compiled code at ${failure.compiledPath}`);
  }
  lines.push('');
  lines.push(
    `Done. PASS=${counts.pass} WARN=${counts.warn} ERROR=${counts.error} SKIP=${counts.skip} NO-OP=${counts.noOp}${counts.reused > 0 ? ` REUSED=${counts.reused}` : ''} TOTAL=${counts.total}`,
  );
  return lines;
}
