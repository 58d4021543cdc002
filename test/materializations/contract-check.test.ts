import { describe, expect, it } from 'vitest';
import { checkContract } from '../../src/materializations/contract-check.ts';
import { duckdbDialect as testDialect } from '../../adapters/duckdb/dialect.ts';

const declared = [
  { name: 'id', dataType: 'bigint' },
  { name: 'name', dataType: 'varchar(5)' },
];

describe('checkContract', () => {
  it('accepts other orders, cases, aliases and sizes', () => {
    const actual = [
      { name: 'NAME', dataType: 'VARCHAR' },
      { name: 'id', dataType: 'BIGINT' },
    ];
    expect(checkContract(declared, actual, testDialect)).toBeNull();
    const amount = [{ name: 'a', dataType: 'numeric(10,2)' }];
    expect(checkContract(amount, [{ name: 'a', dataType: 'DECIMAL(6,3)' }], testDialect)).toBeNull();
  });

  it('shows every mismatch in a table, by name', () => {
    const actual = [
      { name: 'more', dataType: 'INTEGER' },
      { name: 'id', dataType: 'INTEGER' },
    ];
    const error = checkContract(declared, actual, testDialect);
    expect(error?.code).toBe('TX3110');
    expect(error?.message.split('\n').slice(3)).toEqual([
      '| column_name | definition_type | contract_type | mismatch_reason       |',
      '| ----------- | --------------- | ------------- | --------------------- |',
      '| id          | INTEGER         | BIGINT        | data type mismatch    |',
      '| more        | INTEGER         |               | missing in contract   |',
      '| name        |                 | VARCHAR       | missing in definition |',
    ]);
  });
});
