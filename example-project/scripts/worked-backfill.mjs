// The worked backfill: for three days the mapping of regions lacked two countries, so that their orders had no region. It is mended
// and the three days are built again; every other day stays as it was.
//
//   node scripts/worked-backfill.mjs [--rows 2000] [--folder FOLDER] [--tx PROGRAM]
//
// Works in a copy of this project. Prints each command, the grid, the audit of the backfill and what became of each day.
// --rows 1000000 needs 2 GB of disk and some minutes.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '2000' },
    folder: { type: 'string' },
    tx: { type: 'string', default: 'tx' },
  },
});
const project = path.resolve(import.meta.dirname, '..');
const folder = path.join(values.folder ?? mkdtempSync(path.join(tmpdir(), 'worked-backfill-')), 'example');
const WRONG_DAYS = ['2026-05-04', '2026-05-05', '2026-05-06'];
const WINDOW = ['--start-date', WRONG_DAYS[0], '--end-date', WRONG_DAYS.at(-1)];
const SELECTED = ['-s', '+gold.revenue_by_region'];

cpSync(project, folder, {
  recursive: true,
  filter: (source) => !/\.duckdb|\/(landing|target|logs)$/.test(source),
});
execFileSync(process.execPath, [
  path.join(project, 'scripts/generate-landing.mjs'),
  ...['--rows', values.rows, '--days', '7', '--start', '2026-05-02', '--out', path.join(folder, 'landing/orders')],
]);

/** Runs tx; its progress is shown only where it fails. */
function tx(...args) {
  const [program, ...before] = values.tx.split(' ');
  const run = spawnSync(program, [...before, ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(`tx ${args.join(' ')} ended with ${run.status}\n${run.stderr}${run.stdout}`);
  return run.stdout;
}

function say(title, text = '') {
  process.stdout.write(`\n## ${title}\n${text === '' ? '' : `\n${text.trimEnd()}\n`}`);
}

/** Runs tx, shows the command and what it printed, and how long it took. */
function show(args, { shown = (lines) => lines } = {}) {
  const started = performance.now();
  const printed = tx(...args).split('\n');
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const quoted = args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg));
  say(`tx ${quoted.join(' ')}   (${seconds} s)`, shown(printed).join('\n'));
}

/** Every day of a relation with its rows and an order-free hash of them. */
function days(name, column, more = 'count(*)') {
  const query =
    `select cast(${column} as varchar) as day, count(*) as n, cast(sum(hash(t)::hugeint) as varchar) as content, ` +
    `${more} as more from {{ ref('${name}') }} t group by 1 order by 1`;
  const args = ['show', '--output', 'json', '--limit', '-1', '--vars', 'date=2026-05-08', '--inline', query];
  return JSON.parse(tx(...args)).show;
}
const content = () => ({
  orders: days('orders', 'dt'),
  revenue_by_region: days('revenue_by_region', 'order_date', "sum(orders) filter (region_name = 'unknown')"),
});

const build = (day) => tx('build', '--vars', `date=${day}`);
const seed = path.join(folder, 'seeds/regions.csv');
const right = readFileSync(seed, 'utf8');
say(`${values.rows} orders a day, seven days; from ${WRONG_DAYS[0]} to ${WRONG_DAYS.at(-1)} regions.csv lacks FR and NL`);
for (const day of ['2026-05-02', '2026-05-03']) build(day);
writeFileSync(seed, right.replace(/^(?:FR|NL),.*\n/gm, ''));
for (const day of WRONG_DAYS) build(day);
writeFileSync(seed, right);
for (const day of ['2026-05-07', '2026-05-08']) build(day);
const wrong = content();

show(['intervals', '-s', 'revenue_by_region']);
show(['backfill', ...WINDOW, ...SELECTED, '--dry-run'], { shown: (lines) => lines.slice(0, lines.findIndex((line) => line.startsWith('and ')) + 1) });
show(['backfill', ...WINDOW, ...SELECTED, '--reason', 'region mapping lacked FR and NL']);
const mended = content();
show(['intervals', '-s', 'revenue_by_region']);
// Who ran it and when, and the audit event; the lines between name each node.
show(['runs', 'show'], { shown: (lines) => lines.filter((line) => line !== '' && !line.startsWith('|')) });

const summary = mended.revenue_by_region.map((after, index) => {
  const before = wrong.revenue_by_region[index];
  const same = before.content === after.content ? 'unchanged' : 'mended';
  return `${after.day}  ${same.padEnd(9)}  orders without a region: ${before.more ?? 0} before, ${after.more ?? 0} after`;
});
say('revenue_by_region, a day an order date', summary.join('\n'));
const landed = mended.orders.map(({ day, n, content: hash }, index) =>
  `${day}  ${wrong.orders[index].content === hash ? 'unchanged' : 'CHANGED'}  ${n} events`,
);
say('bronze.orders, a day a landing day', landed.join('\n'));

// As a check: all seven days from nothing, with the right mapping.
show(['backfill', '--start-date', '2026-05-02', '--end-date', '2026-05-08', '--full-reload', ...SELECTED], { shown: () => [] });
const anew = content();
const same = JSON.stringify(anew) === JSON.stringify(mended);
say(same ? 'The same as if the mapping had never been wrong.' : 'NOT the same as with the right mapping from the start.');
if (values.folder === undefined) rmSync(path.dirname(folder), { recursive: true });
process.exitCode = same ? 0 : 1;
