import type { Cell, TemporalCell } from '../../src/adapter-api/connection.ts';

const NUMBERS: ReadonlySet<number> = new Set([21, 23, 26, 700, 701]);

/** Types of elements by the type of the array; arrays of other types keep the database's text. */
const ELEMENTS: ReadonlyMap<number, number> = new Map([
  ...([
    [1000, 16],
    [1005, 21],
    [1007, 23],
    [1016, 20],
    [1021, 700],
    [1022, 701],
    [1231, 1700],
  ] as const),
  ...([
    [1002, 18],
    [1003, 19],
    [1009, 25],
    [1014, 1042],
    [1015, 1043],
    [2951, 2950],
  ] as const),
  ...([
    [1182, 1082],
    [1183, 1083],
    [1115, 1114],
    [1185, 1184],
    [199, 114],
    [3807, 3802],
  ] as const),
]);

/** A value in the database's text form as a cell; `oid` is its type. */
export function toCell(oid: number, text: string): Cell {
  if (NUMBERS.has(oid)) return Number(text);
  switch (oid) {
    case 16:
      return text === 't';
    case 17:
      return Buffer.from(text.slice(2), 'hex');
    case 20:
      return BigInt(text);
    case 1700:
      return { kind: 'decimal', text };
    case 1082:
      return { kind: 'date', text, zone: false };
    case 1083:
    case 1266:
      return { kind: 'time', text, zone: oid === 1266 };
    case 1114:
      return { kind: 'timestamp', text: withMicros(text), zone: false };
    case 1184:
      return instant(text);
    default: {
      const element = ELEMENTS.get(oid);
      return element === undefined ? text : JSON.stringify(parseArray(text, element));
    }
  }
}

/** A fraction of a second in six digits, where there is one. */
function withMicros(text: string): string {
  return text.replace(/\.(\d{1,6})/, (_, digits: string) => `.${digits.padEnd(6, '0')}`);
}

const INSTANT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)?([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?$/;

/** An instant in UTC; infinity and years that ISO 8601 has no form for as the database writes them. */
function instant(text: string): TemporalCell {
  const match = INSTANT.exec(text);
  if (match === null) return { kind: 'timestamp', text, zone: true };
  const [, day, time, fraction = '', sign, hours, minutes = '0', seconds = '0'] = match;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  const moved = Date.parse(`${day}T${time}Z`) + (sign === '-' ? offset : -offset) * 1000;
  const base = new Date(moved).toISOString().slice(0, 19).replace('T', ' ');
  return { kind: 'timestamp', text: `${base}${withMicros(fraction)}+00:00`, zone: true };
}

type Nested = null | boolean | number | string | readonly Nested[];

/** An array in the database's text form (`{1,NULL,"a b"}`, nested too) as lists of JSON values. */
function parseArray(text: string, element: number): Nested {
  let at = text.indexOf('{');
  const quoted = (): string => {
    let value = '';
    for (at += 1; text[at] !== '"'; at += 1) {
      if (text[at] === '\\') at += 1;
      value += text[at] ?? '';
    }
    at += 1;
    return value;
  };
  const bare = (): string => {
    const start = at;
    while (at < text.length && text[at] !== ',' && text[at] !== '}') at += 1;
    return text.slice(start, at);
  };
  const item = (): Nested => {
    if (text[at] === '{') return list();
    if (text[at] === '"') return jsonValue(toCell(element, quoted()));
    const value = bare();
    return value === 'NULL' ? null : jsonValue(toCell(element, value));
  };
  const list = (): Nested => {
    const items: Nested[] = [];
    at += 1;
    while (at < text.length && text[at] !== '}') {
      items.push(item());
      if (text[at] === ',') at += 1;
    }
    at += 1;
    return items;
  };
  return list();
}

/** A cell inside a list: numbers where JSON holds them exactly, else text. */
function jsonValue(cell: Cell): Nested {
  if (cell === null || typeof cell === 'string' || typeof cell === 'boolean') return cell;
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : String(cell);
  if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : cell.toString();
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('hex');
  return cell.kind === 'decimal' ? Number(cell.text) : cell.text;
}
