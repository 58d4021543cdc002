import { suggest } from '../errors/did-you-mean.ts';
import type { Manifest } from '../graph/manifest.ts';
import { strategyOf } from '../materializations/strategy-of.ts';
import { atConfig } from './finding.ts';
import { incrementalModels, type ValidationRule } from './rule.ts';

/** The incremental strategy is one that the adapter has, or that the project writes. */
export const unknownStrategy: ValidationRule = {
  name: 'unknown-strategy',
  code: 'TX2008',
  description:
    'incremental_strategy names a strategy of the adapter, or a get_incremental_…_sql macro of the project.',
  stage: 'parse',
  check: ({ manifest, strategies }) => {
    if (hasOwnMaterialization(manifest)) return [];
    return incrementalModels(manifest).flatMap((model) => {
      const strategy = strategyOf(model.config, strategies);
      if (strategies.includes(strategy) || hasMacro(manifest, strategy)) return [];
      const near = suggest(strategy, strategies);
      return [
        atConfig(
          {
            code: 'TX2008',
            message: `Model '${model.name}' asks for the incremental strategy '${strategy}', which is unknown here`,
            hint: near === null ? `Use one of ${strategies.join(', ')}.` : `Did you mean '${near}'?`,
          },
          model,
          'incremental_strategy',
        ),
      ];
    });
  },
};

function hasMacro(manifest: Manifest, strategy: string): boolean {
  const name = `get_incremental_${strategy.replaceAll('+', '_')}_sql`;
  return [...manifest.macros.values()].some((macro) => macro.name.replace(/^\w+?__/, '') === name);
}

/** A project that brings its own `incremental` materialization names strategies as it likes. */
function hasOwnMaterialization(manifest: Manifest): boolean {
  return [...manifest.macros.values()].some(
    (macro) => macro.kind === 'materialization' && macro.name.startsWith('materialization_incremental_'),
  );
}
