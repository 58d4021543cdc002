import { modelsOf, type ValidationRule } from './rule.ts';

/** The columns of an enforced contract have types. */
export const contractTypes: ValidationRule = {
  name: 'contract-types',
  code: 'TX2010',
  description: 'Every column of a model whose contract is enforced has a data_type.',
  stage: 'parse',
  check: ({ manifest }) =>
    modelsOf(manifest).flatMap((model) => {
      const untyped = [...model.columns.values()].filter((column) => column.dataType === null);
      if (!model.contract.enforced || untyped.length === 0) return [];
      return [
        {
          code: 'TX2010' as const,
          message: `The contract of model '${model.name}' is enforced, but these columns have no data_type: ${untyped.map((column) => column.name).join(', ')}`,
          hint: 'Give each column its data_type; the model cannot be built without.',
          location: { file: model.patchPath?.replace(/^[^:]+:\/\//, '') ?? model.originalFilePath },
          nodeId: model.uniqueId,
        },
      ];
    }),
};
