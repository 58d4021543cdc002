import type { Dialect } from '../../adapter-api/dialect.ts';
import { ProjectFailure } from '../../errors/project-error.ts';
import { fitIdentifier } from '../../util/fit-identifier.ts';
import { fnv1a } from '../../util/fnv1a.ts';
import { predicatesOf, uniqueKeyOf } from '../incremental-config.ts';
import { mainSteps, sqlSteps } from '../plan-steps.ts';
import type { IncrementalStrategy, MaterializationInput, SqlStep } from '../plan-types.ts';
import { updateColumns } from '../update-columns.ts';

/** Inserts new rows over a unique index of the keys: the database itself keeps a key from coming twice. */
export const upsert: IncrementalStrategy = {
  name: 'upsert',
  description:
    'Inserts the new rows with ON CONFLICT: those whose unique_key is there already update it, over a unique index that tx creates.',
  requires: ['upsert', 'multiStatementTransactions'],
  keys: (input) => uniqueKeyOf(input.config),
  inlinesQuery: () => true,
  check(input) {
    if (uniqueKeyOf(input.config).length === 0) throw missingKey(input);
    if (predicatesOf(input.config).length > 0) throw predicatesRefused(input);
  },
  prepare: keepUnique,
  plan({ input, dialect, source, columns, uniqueKey }) {
    const set = updateColumns(input.config, columns, uniqueKey).filter((name) => !isKey(name, uniqueKey));
    return mainSteps([
      dialect.upsert({
        target: input.target,
        source,
        keys: uniqueKey,
        insertColumns: columns,
        updateColumns: set,
      }),
    ]);
  },
};

/** The unique index over the keys, under a name that tells the table and the keys, so that it is made once. */
function keepUnique(input: MaterializationInput, dialect: Dialect): readonly SqlStep[] {
  const { target } = input;
  const columns = uniqueKeyOf(input.config);
  const table = target.identifier ?? '';
  const name = `${fitIdentifier(table, 40)}_${fnv1a(JSON.stringify([table, columns]))}_key`;
  return sqlSteps([dialect.createIndex(target, { name, columns, unique: true, ifNotExists: true })], 'index');
}

function isKey(column: string, keys: readonly string[]): boolean {
  return keys.some((key) => key.replace(/^"|"$/g, '').toLowerCase() === column.toLowerCase());
}

function missingKey(input: MaterializationInput): ProjectFailure {
  return new ProjectFailure({
    code: 'TX3112',
    message: `The strategy upsert of ${input.uniqueId} needs unique_key`,
    hint: "Name the columns of which no two rows have the same values, e.g. unique_key: 'order_id'.",
    nodeId: input.uniqueId,
  });
}

function predicatesRefused(input: MaterializationInput): ProjectFailure {
  return new ProjectFailure({
    code: 'TX3112',
    message: `The strategy upsert of ${input.uniqueId} takes no incremental_predicates`,
    hint: 'Use incremental_strategy: merge, or take the predicates from the model.',
    nodeId: input.uniqueId,
  });
}
