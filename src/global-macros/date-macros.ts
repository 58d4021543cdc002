import { AgateTable } from '../template/agate/table.ts';
import { getAttribute } from '../template/runtime/access.ts';
import { call } from '../template/runtime/call.ts';
import { TemplateFault } from '../template/runtime/template-fault.ts';
import type { Value } from '../template/value.ts';
import { toText } from '../template/values/to-text.ts';
import { callDialect } from './cross-database.ts';
import { dispatched, plain } from './define-macro.ts';
import type { GlobalMacro } from './global-macro.ts';
import type { MacroContext } from './macro-context.ts';

const DAY_MILLISECONDS = 86_400_000;

/** The day in `20240131` or a text in another `%Y-%m-%d`-like format, in milliseconds since the epoch. */
function parseDay(text: string, format: string): number {
  const pattern = format
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace('%Y', '(?<Y>\\d{4})')
    .replace('%m', '(?<m>\\d\\d)')
    .replace('%d', '(?<d>\\d\\d)');
  const groups = new RegExp(`^${pattern}$`).exec(text)?.groups;
  if (!groups) throw new TemplateFault(`time data '${text}' does not match format '${format}'`);
  return Date.UTC(Number(groups['Y']), Number(groups['m'] ?? 1) - 1, Number(groups['d'] ?? 1));
}

function formatDay(day: number, format: string): string {
  const iso = new Date(day).toISOString();
  return format.replace('%Y', iso.slice(0, 4)).replace('%m', iso.slice(5, 7)).replace('%d', iso.slice(8, 10));
}

function datesBetween(start: string, end: string, inFormat: string, outFormat: string): string[] {
  const dates: string[] = [];
  const last = parseDay(end, inFormat);
  for (let day = parseDay(start, inFormat); day <= last; day += DAY_MILLISECONDS)
    dates.push(formatDay(day, outFormat));
  return dates;
}

/** How many whole parts lie between two dates, asked of the warehouse; a decimal where it counts in floats. */
async function intervalsBetween(
  context: MacroContext,
  start: string,
  end: string,
  part: string,
): Promise<Value> {
  if (!context.execute || context.warehouse === null) return 1;
  const result = await context.warehouse.execute(
    `select ${callDialect(context, 'datediff', [start, end, part])}`,
    {
      autoBegin: false,
    },
  );
  return AgateTable.fromQueryResult(result).rows[0]?.[0] ?? 0;
}

function spine(context: MacroContext, part: string, start: string, end: string, count: number): string {
  const step = callDialect(context, 'dateadd', [part, 'row_number() over (order by 1) - 1', start]);
  return [
    'with rawdata as (',
    callDialect(context, 'generate_series', [count]),
    '),',
    'all_periods as (',
    `    select (${step}) as date_${part}`,
    '    from rawdata',
    '),',
    'filtered as (',
    '    select *',
    '    from all_periods',
    `    where date_${part} <= ${end}`,
    ')',
    'select * from filtered',
  ].join('\n');
}

/** Macros about dates and ranges of dates. */
export const dateMacros = {
  get_intervals_between: dispatched(['start_date', 'end_date', 'datepart'], (context, args) => {
    const [start, end, part] = ['start_date', 'end_date', 'datepart'].map((name) => toText(args[name] ?? ''));
    return intervalsBetween(context, start ?? '', end ?? '', part ?? '');
  }),
  date_spine: dispatched(['datepart', 'start_date', 'end_date'], async (context, args) => {
    const [part = '', start = '', end = ''] = ['datepart', 'start_date', 'end_date'].map((name) =>
      toText(args[name] ?? ''),
    );
    return spine(
      context,
      part,
      start,
      end,
      Number(toText(await intervalsBetween(context, start, end, part))),
    );
  }),
  convert_datetime: plain(['date_str', 'date_fmt'], ({ scope }, args) => {
    const path = ['datetime', 'datetime', 'strptime'];
    const strptime = path.reduce<Value>(getAttribute, scope.lookup('modules') ?? null);
    return call(strptime, [args['date_str'] ?? '', args['date_fmt'] ?? ''], null);
  }),
  dates_in_range: plain(
    ['start_date_str', 'end_date_str=', ['in_fmt', '%Y%m%d'], ['out_fmt', '%Y%m%d']],
    (_context, args) => {
      const start = toText(args['start_date_str'] ?? '');
      const end = args['end_date_str'] === null ? start : toText(args['end_date_str'] ?? start);
      return datesBetween(start, end, toText(args['in_fmt'] ?? ''), toText(args['out_fmt'] ?? ''));
    },
  ),
  partition_range: plain(['raw_partition_date', ['date_fmt', '%Y%m%d']], (_context, args) => {
    const [start = '', end] = toText(args['raw_partition_date'] ?? '')
      .split(',')
      .map((part) => part.trim());
    const format = toText(args['date_fmt'] ?? '');
    return datesBetween(start, end ?? start, format, format);
  }),
  py_current_timestring: plain([], () => new Date().toISOString().replace(/\D/g, '').padEnd(20, '0')),
} satisfies Record<string, GlobalMacro>;
