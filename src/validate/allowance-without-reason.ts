import { allowancesOf } from './allowances.ts';
import { atOffset } from './finding.ts';
import { modelsOf, type ValidationRule } from './rule.ts';

/** A comment that allows a finding names its code and the reason. */
export const allowanceWithoutReason: ValidationRule = {
  name: 'allowance-without-reason',
  code: 'TX2009',
  description: 'A comment that allows a finding says which and why: `-- tx: allow TX2003 because …`.',
  stage: 'lint',
  check: ({ manifest }) =>
    modelsOf(manifest).flatMap((model) =>
      allowancesOf(model)
        .filter(({ codes, reason }) => codes.length === 0 || reason === '')
        .map(({ codes, pos }) =>
          atOffset(
            {
              code: 'TX2009',
              message:
                codes.length === 0
                  ? `A comment of model '${model.name}' allows a finding without its code`
                  : `A comment of model '${model.name}' allows ${codes.join(', ')} without a reason, so it allows nothing`,
              hint: `Write -- tx: allow ${codes[0] ?? 'TX2003'} because … and the reason.`,
            },
            model,
            pos,
          ),
        ),
    ),
};
