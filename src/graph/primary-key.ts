import type { Json } from '../config/json.ts';
import type { ModelNode, TestNode } from './node.ts';
import { isEnabled } from './node-kinds.ts';
import { stringList } from './read-json.ts';

/**
 * The columns that identify a model's rows, sorted, as dbt infers them: a primary_key constraint, else columns tested for
 * both uniqueness and nulls, else columns with an enabled uniqueness test, else those with a disabled one. `tests` are
 * the generic tests that stand under the model, disabled ones included.
 */
export function inferPrimaryKey(model: ModelNode, tests: readonly TestNode[]): readonly string[] {
  const declared = primaryKeyConstraint(model);
  if (declared.length > 0) return [...declared].sort();
  const unique = new Set<string>();
  const uniqueDisabled = new Set<string>();
  const notNull = new Set<string>();
  for (const test of tests) {
    const name = test.testMetadata?.name;
    for (const column of testedColumns(test)) {
      if (name === 'unique' || name === 'unique_combination_of_columns') {
        (isEnabled(test) ? unique : uniqueDisabled).add(column);
      } else if (name === 'not_null') {
        notNull.add(column);
      }
    }
  }
  const both = [...unique, ...uniqueDisabled].filter((column) => notNull.has(column));
  const columns = [both, [...unique], [...uniqueDisabled]].find((candidate) => candidate.length > 0) ?? [];
  return [...columns].sort();
}

function primaryKeyConstraint(model: ModelNode): readonly string[] {
  for (const constraint of model.constraints) {
    if (constraint['type'] === 'primary_key') return stringList(constraint['columns']);
  }
  for (const column of model.columns.values()) {
    if (column.constraints.some((constraint) => constraint['type'] === 'primary_key')) return [column.name];
  }
  return [];
}

function testedColumns(test: TestNode): readonly string[] {
  const { column_name: column, combination_of_columns: columns }: Readonly<Record<string, Json | undefined>> =
    test.testMetadata?.kwargs ?? {};
  return typeof column === 'string' ? [column] : stringList(columns);
}
