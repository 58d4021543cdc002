import { describe, expect, it } from 'vitest';
import { findingsIn, placeText } from './support.ts';

const found = async (config: string): Promise<readonly string[]> =>
  (await findingsIn('TX2002', `{{ config(materialized='incremental'${config}) }}\nselect 1 as id`)).map(
    placeText,
  );

describe('append-without-key', () => {
  it('finds append, and any strategy that has no key', async () => {
    expect(await found(", incremental_strategy='append', unique_key='id'")).toEqual([
      'TX2002 models/m.sql:1:39',
    ]);
    expect(await found(", incremental_strategy='merge'")).toHaveLength(1);
    expect(await found('')).toEqual(['TX2002 models/m.sql:1:1']);
    expect(await found(', unique_key=[]')).toHaveLength(1);
  });

  it('lets keys and partitions be', async () => {
    expect(await found(", unique_key='id'")).toEqual([]);
    expect(await found(", incremental_strategy='merge', unique_key=['id']")).toEqual([]);
    expect(await found(", incremental_strategy='insert_overwrite', partition_by='id'")).toEqual([]);
    expect(await findingsIn('TX2002', "{{ config(materialized='table') }} select 1 as id")).toEqual([]);
  });
});
