import { isBoundTo } from '../graph/interval-bound.ts';
import { variablesRead } from '../graph/variables-read.ts';
import { strategyOf } from '../materializations/strategy-of.ts';
import { atMatch } from './finding.ts';
import { intervalBound } from './interval-bounds.ts';
import { incrementalModels, type ValidationRule } from './rule.ts';
import { placeTokens } from './sql-clauses.ts';
import { sqlTokens } from './sql-tokens.ts';

/** An incremental model reads the rows of its interval and no others. */
export const unboundedIncremental: ValidationRule = {
  name: 'unbounded-incremental',
  code: 'TX2003',
  description:
    'An incremental model bounds what it reads: by the interval of the run, on both sides, or by an is_incremental() condition.',
  stage: 'lint',
  check: ({ manifest, intervalVar, strategies }) =>
    incrementalModels(manifest).flatMap((model) => {
      if (strategyOf(model.config, strategies) === 'microbatch') return [];
      const read = `var('${intervalVar}')`;
      if (variablesRead(model, manifest).has(intervalVar)) {
        const tokens = placeTokens(sqlTokens(model.rawCode));
        if (intervalBound(tokens, intervalVar) !== 'open-ended') return [];
        const message = `Incremental model '${model.name}' reads from ${read} on, without an end: a rerun of an old interval touches later ones`;
        const hint = `Add the other bound, e.g. and order_date < cast('{{ ${read} }}' as date) + interval 1 day.`;
        return [atMatch({ code: 'TX2003', message, hint }, model, /\bvar\s*\(/)];
      }
      if (isBoundTo(intervalVar, model, manifest)) return [];
      if (/\bis_incremental\s*\(/.test(model.rawCode) || /\{\{\s*this\b/.test(model.rawCode)) return [];
      const message = `Incremental model '${model.name}' has no bound on its interval: every run reads all of its inputs`;
      const hint = `Filter by ${read}, make it a microbatch model, or materialize it as a table.`;
      return [atMatch({ code: 'TX2003', message, hint }, model, /\bselect\b/i)];
    }),
};
