import type { CompiledNode } from './compile-node.ts';
import type { CountOfRows } from '../generic-tests/generic-test.ts';
import type { TestNode } from '../graph/node.ts';

/**
 * Counts that go along with a search for duplicates. Each is kept for every value: with two of them, ten million distinct
 * values of a table take a third longer at once than in two passes.
 */
const MOST_ALONG = 1;

/**
 * One statement that counts the failing rows of each test, a column a test in their order. What an aggregate over one
 * relation or the groups of its key answer is answered in one pass over it, the rest by the test's own query. A count
 * that is not exact is zero where the test passes.
 */
export function batchSql(tests: readonly CompiledNode<TestNode>[]): string {
  const relation = (tests.find(({ builtIn }) => builtIn?.count) ?? tests[0])?.builtIn?.model;
  // A relation may be narrowed for one test and not for another.
  const uses = tests.map(({ builtIn }) => (builtIn?.model === relation ? builtIn : null));
  const counts = uses.map((use) => use?.count ?? null);
  const own = tests.map(({ sql }) => `(\n    select count(*) from (${sql}) as failing_rows\n  )`);
  const along = counts.filter((count) => count !== null).length;
  const keyed = along > 0 && along <= MOST_ALONG ? uses.findIndex((use) => use?.key) : -1;
  const key = uses[keyed]?.key ?? null;
  const columns = counts.map((count, index) => {
    if (key === null) return count?.sql ?? own[index];
    if (index === keyed) return 'count(case when key_field is not null and n_records > 1 then 1 end)';
    return count === null ? own[index] : `coalesce(sum(part_${index}), 0)`;
  });
  const answers = columns.map((column, index) => `  ${column} as test_${index}`).join(',\n');
  if (along === 0) return `select\n${answers}`;
  return `select\n${answers}\nfrom ${key === null ? relation : valuesOf(key, counts, relation)}`;
}

/** The values of a key, each with its rows and what is counted in them. */
function valuesOf(
  key: string,
  counts: readonly (CountOfRows | null)[],
  relation: string | undefined,
): string {
  const parts = counts.flatMap((count, index) => (count === null ? [] : [`${count.sql} as part_${index}`]));
  return `(
  select
    ${[`${key} as key_field`, 'count(*) as n_records', ...parts].join(',\n    ')}
  from ${relation}
  group by ${key}
) as values_of_key`;
}
