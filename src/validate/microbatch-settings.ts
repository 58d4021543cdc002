import { microbatchConfigErrors } from '../materializations/microbatch-config.ts';
import { incrementalModels, type ValidationRule } from './rule.ts';
import { atNode } from './finding.ts';

/** A microbatch model says its event time, begin and batch size. */
export const microbatchSettings: ValidationRule = {
  name: 'microbatch-settings',
  code: 'TX3114',
  description: 'A microbatch model has event_time, begin and batch_size, each of the right kind.',
  stage: 'required',
  check: ({ manifest }) =>
    incrementalModels(manifest).flatMap((model) =>
      model.config['incremental_strategy'] === 'microbatch'
        ? microbatchConfigErrors(model.name, model.config).map((error) => atNode(error, model))
        : [],
    ),
};
