import { expect, it } from 'vitest';
import type { Connection } from '../../src/adapter-api/connection.ts';
import type { Introspector } from '../../src/adapter-api/introspector.ts';
import type { ExistingRelation } from '../../src/adapter-api/relation.ts';
import { createRelationCache } from '../../src/compile/relation-cache.ts';

const relation = (identifier: string): ExistingRelation => ({
  database: 'db',
  schema: 'dev',
  identifier,
  type: 'table',
  quoting: { database: true, schema: true, identifier: true },
});
const connect = (): Promise<Connection> => Promise.reject(new Error('the catalogue is not asked through it'));

/** A cache whose catalogue answers when it is told to, with what stood there when it was asked. */
function slowCache() {
  const there: ExistingRelation[] = [];
  const answers: (() => void)[] = [];
  const listRelations = (): Promise<readonly ExistingRelation[]> => {
    const found = [...there];
    return new Promise((resolve) => answers.push(() => resolve(found)));
  };
  const cache = createRelationCache({ listRelations } as unknown as Introspector);
  const connected = (): Promise<Connection> => Promise.resolve({} as Connection);
  return { cache, there, answers, look: (name: string) => cache.get(connected, relation(name)) };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('keeps what is made and dropped while the schema is read', async () => {
  const { cache, there, answers, look } = slowCache();
  there.push(relation('old'));
  const old = look('old');
  await settled();
  cache.added(relation('new'));
  cache.dropped(relation('old'));
  answers[0]?.();
  expect(await old).toBeNull();
  expect(await cache.get(connect, relation('NEW'))).toEqual(relation('new'));
});

it('does not take the answer to a question that was forgotten for what is there now', async () => {
  const { cache, there, answers, look } = slowCache();
  const before = look('late');
  await settled();
  cache.forget('db', 'dev');
  there.push(relation('late'));
  const after = look('late');
  await settled();
  answers[1]?.();
  expect(await after).toEqual(relation('late'));
  answers[0]?.();
  expect(await before).toBeNull();
  cache.added(relation('other'));
  expect(await cache.get(connect, relation('late'))).toEqual(relation('late'));
  expect(await cache.get(connect, relation('other'))).toEqual(relation('other'));
});
