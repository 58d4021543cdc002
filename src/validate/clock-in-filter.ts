import { atOffset } from './finding.ts';
import { clocksInFilters } from './clocks.ts';
import { incrementalModels, type ValidationRule } from './rule.ts';
import { placeTokens } from './sql-clauses.ts';
import { sqlTokens } from './sql-tokens.ts';

/** The filters of an incremental model do not ask the clock. */
export const clockInFilter: ValidationRule = {
  name: 'clock-in-filter',
  code: 'TX2001',
  description:
    'The conditions of an incremental model do not ask the clock: a rerun tomorrow would read other rows than today.',
  stage: 'lint',
  check: ({ manifest, intervalVar }) =>
    incrementalModels(manifest).flatMap((model) =>
      clocksInFilters(placeTokens(sqlTokens(model.rawCode))).map(({ text, pos }) =>
        atOffset(
          {
            code: 'TX2001',
            message: `The filter of incremental model '${model.name}' asks the clock: ${text.replace(/\s+/g, ' ')}`,
            hint: `Bound the rows by the interval of the run, var('${intervalVar}'), which is the same whenever it is run again.`,
          },
          model,
          pos,
        ),
      ),
    ),
};
