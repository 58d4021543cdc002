import { describe, expect, it } from 'vitest';
import { findingsIn, openFiles, placeText } from './support.ts';

const model = (config: string): string =>
  `{{ config(materialized='incremental', incremental_strategy='insert_overwrite'${config}) }} select 1 as id`;

describe('overwrite-without-partitions', () => {
  it('finds insert_overwrite without partition_by', async () => {
    expect((await findingsIn('TX2004', model(''))).map(placeText)).toEqual(['TX2004 models/m.sql:1:39']);
    expect(await findingsIn('TX2004', model(", partition_by='id'"))).toEqual([]);
    expect(await findingsIn('TX2004', model(", partition_by={'field': 'id', 'data_type': 'int'}"))).toEqual(
      [],
    );
  });

  it('warns when the project is opened', async () => {
    const { warnings } = await openFiles({ 'models/m.sql': model('') }, { which: 'parse' });
    expect(warnings.map(placeText)).toEqual(['TX2004 models/m.sql:1:39']);
  });
});
