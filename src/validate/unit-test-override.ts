import type { ValidationRule } from './rule.ts';

/** A unit test of a model that asks `is_incremental()` says what it answers. */
export const unitTestOverride: ValidationRule = {
  name: 'unit-test-override',
  code: 'TX1213',
  description: 'A unit test of a model that calls is_incremental() overrides it.',
  stage: 'required',
  check: ({ manifest }) =>
    [...manifest.nodes.values()].flatMap((test) => {
      if (test.resourceType !== 'unit_test' || test.testedNodeUniqueId === null) return [];
      const model = manifest.nodes.get(test.testedNodeUniqueId);
      if (model?.resourceType !== 'model' || model.config['materialized'] !== 'incremental') return [];
      if (!model.dependsOn.macros.includes('macro.dbt.is_incremental')) return [];
      if (typeof test.overrides?.macros['is_incremental'] === 'boolean') return [];
      return [
        {
          code: 'TX1213' as const,
          message: `Boolean override for 'is_incremental' must be provided for unit test '${test.name}' in model '${model.name}'`,
          hint: 'Add overrides: {macros: {is_incremental: false}} (or true, with rows for `this`).',
          location: { file: test.originalFilePath },
          nodeId: test.uniqueId,
        },
      ];
    }),
};
