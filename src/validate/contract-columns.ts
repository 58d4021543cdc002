import { modelsOf, type ValidationRule } from './rule.ts';

/** An enforced contract declares columns. */
export const contractColumns: ValidationRule = {
  name: 'contract-columns',
  code: 'TX3102',
  description: 'A model whose contract is enforced declares its columns.',
  stage: 'required',
  check: ({ manifest }) =>
    modelsOf(manifest).flatMap((model) =>
      model.contract.enforced && model.columns.size === 0
        ? [
            {
              code: 'TX3102' as const,
              message: `The contract of model '${model.name}' is enforced, but no columns are declared`,
              hint: 'Declare every column with its data_type in the property file, or set contract.enforced to false.',
              location: { file: model.patchPath?.replace(/^[^:]+:\/\//, '') ?? model.originalFilePath },
              nodeId: model.uniqueId,
            },
          ]
        : [],
    ),
};
