// Writes the landing folder of the example: order events, one folder a day. The same arguments give the same bytes.
//
//   node scripts/generate-landing.mjs [--rows 2000] [--days 5] [--start 2026-05-24] [--seed 7] [--out landing/orders]
//
// Every day has new orders, and what a real feed has besides: events that are delivered twice, corrections of the day before,
// versions that were corrected long ago and come again, a few amounts that are not positive, and from the fourth day on a
// column more (currency). Rows are streamed, so millions a day are only a matter of time.
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '2000' },
    days: { type: 'string', default: '5' },
    start: { type: 'string', default: '2026-05-24' },
    seed: { type: 'string', default: '7' },
    out: { type: 'string', default: path.join(import.meta.dirname, '../landing/orders') },
  },
});
const rowsPerDay = Number(values.rows);
const seed = Number(values.seed);
const firstDay = Date.parse(`${values.start}T00:00:00Z`);

const DAY = 86_400_000;
const CUSTOMERS = 200;
const CURRENCY_FROM_DAY = 3;
const STATUSES = ['placed', 'paid', 'paid', 'shipped', 'shipped', 'shipped', 'cancelled'];
const CURRENCIES = ['EUR', 'EUR', 'EUR', 'USD', 'GBP'];

/** A number from 0 to 1 that depends on its arguments alone (an integer hash, so that any row can be made at any time). */
function chance(order, purpose) {
  let hash = Math.imul(order ^ Math.imul(purpose + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae3d);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}

const pick = (list, order, purpose) => list[Math.floor(chance(order, purpose) * list.length)];
const isoDay = (day) => new Date(firstDay + day * DAY).toISOString().slice(0, 10);
const isCorrected = (order) => chance(order, 1) < 0.02;

/** One version of an order: the first on its own day, the second (a correction) on the day after. */
function event(order, version, withCurrency) {
  const day = Math.floor((order - 1) / rowsPerDay);
  const writtenAt = firstDay + (day + version - 1) * DAY + Math.floor(chance(order, 2) * DAY);
  const corrected = version === 2;
  const cents = 500 + Math.floor(chance(order, corrected ? 3 : 4) * 49_500);
  const refused = !isCorrected(order) && chance(order, 5) < 0.003;
  const fields = [
    `evt-${order}-${version}`,
    order,
    1 + Math.floor(chance(order, 6) * CUSTOMERS),
    ((refused ? -cents : cents) / 100).toFixed(2),
    pick(STATUSES, order, corrected ? 7 : 8),
    isoDay(day),
    new Date(writtenAt).toISOString().slice(0, 19).replace('T', ' '),
  ];
  if (withCurrency) fields.push(pick(CURRENCIES, order, 9));
  return `${fields.join(',')}\n`;
}

function* eventsOf(day) {
  const withCurrency = day >= CURRENCY_FROM_DAY;
  const ordersOf = function* (from) {
    for (let order = from * rowsPerDay + 1; from >= 0 && order <= (from + 1) * rowsPerDay; order += 1) yield order;
  };
  for (const order of ordersOf(day)) {
    const line = event(order, 1, withCurrency);
    yield line;
    if (chance(order, 10) < 0.03) yield line;
  }
  for (const order of ordersOf(day - 1)) if (isCorrected(order)) yield event(order, 2, withCurrency);
  for (const order of ordersOf(day - 2)) if (isCorrected(order) && chance(order, 11) < 0.5) yield event(order, 1, withCurrency);
}

for (let day = 0; day < Number(values.days); day += 1) {
  const folder = path.join(values.out, `dt=${isoDay(day)}`);
  mkdirSync(folder, { recursive: true });
  const file = createWriteStream(path.join(folder, 'orders.csv'));
  const currency = day >= CURRENCY_FROM_DAY ? ',currency' : '';
  file.write(`event_id,order_id,customer_id,amount,status,order_date,_loaded_at${currency}\n`);
  for (const line of eventsOf(day)) if (!file.write(line)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
}
