import type { ModelNode } from '../graph/node.ts';
import { uniqueKeyOf } from '../materializations/incremental-config.ts';
import { suggest } from '../errors/did-you-mean.ts';
import { atConfig } from './finding.ts';
import { outputColumns } from './output-columns.ts';
import { incrementalModels, type ValidationRule } from './rule.ts';
import { placeTokens } from './sql-clauses.ts';
import { sqlTokens } from './sql-tokens.ts';

const COLUMN = /^(?:\w+|"[^"]+"|`[^`]+`)$/;

/** The columns of unique_key are columns of the model, where the text or its contract tells them. */
export const keyNotProduced: ValidationRule = {
  name: 'key-not-produced',
  code: 'TX2005',
  description: 'Every column of unique_key is one that the model gives.',
  stage: 'lint',
  check: ({ manifest }) =>
    incrementalModels(manifest).flatMap((model) => {
      const key = uniqueKeyOf(model.config).filter((column) => COLUMN.test(column));
      const columns = key.length === 0 ? null : columnsOf(model);
      if (columns === null) return [];
      return key
        .filter((column) => !columns.includes(column.replace(/["`]/g, '').toLowerCase()))
        .map((column) => {
          const near = suggest(column, columns);
          const meant = near === null ? '' : `Did you mean '${near}'? `;
          return atConfig(
            {
              code: 'TX2005',
              message: `The unique_key of model '${model.name}' names '${column}', which the model does not give`,
              hint: `${meant}It gives ${columns.join(', ')}.`,
            },
            model,
            'unique_key',
          );
        });
    }),
};

/** Columns by the enforced contract, else by the select list; null where neither tells. */
function columnsOf(model: ModelNode): readonly string[] | null {
  if (model.contract.enforced) return [...model.columns.keys()].map((name) => name.toLowerCase());
  return outputColumns(placeTokens(sqlTokens(model.rawCode)));
}
