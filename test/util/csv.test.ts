import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/util/csv.ts';

const read = (text: string, delimiter = ','): string[][] => [...readCsv(text, delimiter)];

describe('readCsv', () => {
  it('reads quotes as Python does', () => {
    expect(read('a,b\n"x""y",z"q"\n"1"2,3\n')).toEqual([
      ['a', 'b'],
      ['x"y', 'z"q"'],
      ['12', '3'],
    ]);
    expect(read('a, "2"\n')).toEqual([['a', ' "2"']]);
    expect(read('"open,1\n2')).toEqual([['open,1\n2']]);
  });

  it('keeps line breaks inside quotes, normalised', () => {
    expect(read('1,"x\r\ny"\r\n2,z')).toEqual([
      ['1', 'x\ny'],
      ['2', 'z'],
    ]);
  });

  it('takes any line ending, blank lines as rows without values, and no byte order mark', () => {
    expect(read('\uFEFFa,b\r1,2\r\r\n3,4\n')).toEqual([['a', 'b'], ['1', '2'], [], ['3', '4']]);
    expect(read('')).toEqual([]);
    expect(read('a,\n,\n')).toEqual([
      ['a', ''],
      ['', ''],
    ]);
  });

  it('splits at the given delimiter only', () => {
    expect(read('1;a,b\n', ';')).toEqual([['1', 'a,b']]);
  });
});
