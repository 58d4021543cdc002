import type { CompiledNode } from './compile-node.ts';
import type { TestNode } from '../graph/node.ts';

/**
 * Counts that go along with a search for duplicates. Each is kept for every value: with two of them, ten million distinct
 * values of a table take a third longer at once than in two passes.
 */
const MOST_ALONG = 1;

/**
 * One statement that counts the failing rows of each test, a column a test in their order: in one pass over the relation
 * where aggregates do it, else by the test's own query. A count that is not exact is zero where the test passes.
 */
export function batchSql(tests: readonly CompiledNode<TestNode>[]): string {
  const counted = tests.filter(({ builtIn }) => builtIn?.count);
  const keyed = tests.find(({ builtIn }) => builtIn?.key);
  if (keyed !== undefined && counted.length > 0 && counted.length <= MOST_ALONG) return byKey(tests, keyed);
  const columns = tests.map((test) => test.builtIn?.count?.sql ?? failingRows(test));
  const from = counted[0]?.builtIn?.model;
  return `select\n${named(columns)}${from === undefined ? '' : `\nfrom ${from}`}`;
}

/** The values of a key, each with its rows and what is counted in them: the relation is read once. */
function byKey(tests: readonly CompiledNode<TestNode>[], keyed: CompiledNode<TestNode>): string {
  const columns = tests.map((test, index) => {
    if (test === keyed) return 'count(case when key_field is not null and n_records > 1 then 1 end)';
    return test.builtIn?.count ? `coalesce(sum(part_${index}), 0)` : failingRows(test);
  });
  const parts = tests.flatMap(({ builtIn }, index) =>
    builtIn?.count ? [`${builtIn.count.sql} as part_${index}`] : [],
  );
  const { key, model } = keyed.builtIn ?? {};
  return `select
${named(columns)}
from (
  select
    ${[`${key} as key_field`, 'count(*) as n_records', ...parts].join(',\n    ')}
  from ${model}
  group by ${key}
) as values_of_key`;
}

function failingRows({ sql }: CompiledNode<TestNode>): string {
  return `(\n    select count(*) from (${sql}) as failing_rows\n  )`;
}

function named(columns: readonly string[]): string {
  return columns.map((column, index) => `  ${column} as test_${index}`).join(',\n');
}
