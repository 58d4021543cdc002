import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Cell, QueryResult } from '../../../src/adapter-api/connection.ts';
import { tableText } from '../../../src/template/agate/print-table.ts';
import { AgateTable } from '../../../src/template/agate/table.ts';
import { compileAsync } from '../../../src/template/compile-template.ts';
import { baseFunctions } from '../../../src/template/functions/index.ts';
import { parseTemplate } from '../../../src/template/parse-template.ts';
import type { Scope } from '../../../src/template/value.ts';

const cases = JSON.parse(readFileSync(new URL('./cases.json', import.meta.url), 'utf8')) as [
  string,
  string,
][];

let printed = '';
const print = (text: string): void => {
  printed += text;
};

/** Columns as `name type`. */
function query(columns: readonly string[], rows: readonly (readonly Cell[])[]): AgateTable {
  const result: QueryResult = {
    columns: columns.map((column) => ({ name: column.split(' ')[0]!, dataType: column.split(' ')[1]! })),
    rows,
    rowsAffected: null,
    message: 'OK',
    code: '',
  };
  return AgateTable.fromQueryResult(result, print);
}

const decimal = (text: string): Cell => ({ kind: 'decimal', text });
const date = (text: string): Cell => ({ kind: 'date', text, zone: false });
const timestamp = (text: string, zone = false): Cell => ({ kind: 'timestamp', text, zone });

const tables: Readonly<Record<string, AgateTable>> = {
  t: query(
    ['a INTEGER', 'b VARCHAR', 'c DECIMAL(6,2)', 'd BIGINT', 'e BOOLEAN', 'f DATE'],
    [
      [1, 'x', decimal('2.50'), null, true, date('2024-01-02')],
      [2, 'y', decimal('3.00'), 4n, false, null],
      [2, 'y'.repeat(30), decimal('1000.5'), 4n, null, null],
    ],
  ),
  w: query(
    ['f DOUBLE', 'ts TIMESTAMP', 'tz TIMESTAMPTZ', 's STRUCT', 'raw BLOB'],
    [
      [
        1,
        timestamp('2024-01-02 03:04:05.600000'),
        timestamp('2024-01-02 00:00:00+00:00', true),
        '{"a": [1]}',
        new Uint8Array([97, 1]),
      ],
      [-1234567.12345, null, null, null, null],
      [1e20, timestamp('2024-01-01 00:00:00'), null, 'q,"r', null],
    ],
  ),
  long: query(
    ['n INTEGER'],
    Array.from({ length: 25 }, (_item, index) => [index]),
  ),
  wide: query(
    [...'abcdefgh'].map((name) => `${name} INTEGER`),
    [[0, 1, 2, 3, 4, 5, 6, 7]],
  ),
  empty: query([], []),
  nulls: query(
    ['a INTEGER', 'b VARCHAR'],
    [
      [null, 'x'],
      [3, null],
      [1, 'x'],
    ],
  ),
};

const scope: Scope = {
  lookup: (name) => (Object.hasOwn(tables, name) ? tables[name] : baseFunctions().get(name)),
};

async function render(template: string): Promise<string> {
  printed = '';
  const text = await compileAsync(parseTemplate(template, { file: 'case.sql' }))(scope);
  return text + printed;
}

describe("what dbt's agate tables give", () => {
  it.each(cases)('%s', async (template, expected) => {
    expect(await render(template)).toBe(expected);
  });
});

describe('a table', () => {
  it('numbers names that repeat', () => {
    expect(query(['a INTEGER', 'a INTEGER', 'b INTEGER', 'a INTEGER'], []).columnNames).toEqual([
      'a',
      'a_2',
      'b',
      'a_3',
    ]);
  });

  it('takes macros as keys and tests, also when they are asynchronous', async () => {
    const macros =
      '{% macro size(row) %}{{ return(row.b | length) }}{% endmacro %}{% macro two(row) %}{{ return(row.a == 2) }}{% endmacro %}';
    expect(await render(`${macros}{{ t.order_by(size, reverse=true).rows[0].b | length }}`)).toBe('30');
    expect(await render(`${macros}{{ t.where(two).rows | length }} {{ t.find(two).b }}`)).toBe('2 y');
  });

  it('names its columns when one is missing', async () => {
    await expect(render("{{ t.select(['zz']) }}")).rejects.toThrow("the table has no column 'zz'");
  });

  it('keeps the rows of a statement as tuples', () => {
    expect(tables['nulls']!.rowTuples()).toEqual([
      [null, 'x'],
      [3, null],
      [1, 'x'],
    ]);
  });

  it('prints without limits', () => {
    expect(tableText(tables['wide']!, { maxColumns: null }).split('\n')[0]).toBe(
      '| a | b | c | d | e | f | g | h |',
    );
  });

  it('keeps times and what Python has no date for as text', () => {
    const odd = query(
      ['t TIME', 'd DATE', 'i TIMESTAMP'],
      [
        [
          { kind: 'time', text: '10:20:30', zone: false },
          date('infinity'),
          timestamp('290309-12-22 (BC) 00:00:00'),
        ],
      ],
    );
    expect(odd.rows).toEqual([['10:20:30', 'infinity', '290309-12-22 (BC) 00:00:00']]);
  });
});
