import { invariant } from '../errors/invariant.ts';
import { listConfig } from './config-values.ts';
import { mainSteps, withHeader } from './plan-steps.ts';
import type { Materialization } from './plan-types.ts';
import { frame } from './transaction-frame.ts';

/** The model's query as a function that is read like a table. */
export const tableFunction: Materialization = {
  name: 'table_function',
  description: 'Keeps the query under a name, with the config `parameters`, to be read like a table.',
  relationType: 'function',
  requires: ['tableFunctions'],
  needs: () => ({ existingColumns: false, queryColumns: false }),
  plan(input, _state, dialect, capabilities) {
    const create = dialect.createTableFunction?.(
      input.target,
      listConfig(input.config, 'parameters'),
      input.sql,
    );
    invariant(create !== undefined, `${dialect.name} has no statement for table functions`);
    return {
      steps: frame(input, {
        transaction: capabilities.transactionalDdl,
        inside: mainSteps(withHeader([create], input)),
        finish: [],
      }),
      effects: [],
      warnings: [],
    };
  },
};
