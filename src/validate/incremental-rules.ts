import { incrementalContractError } from '../materializations/incremental-config.ts';
import { microbatchConfigErrors } from '../materializations/microbatch-config.ts';
import { atNode, modelsOf, type ProjectRule } from './rule.ts';

/** A microbatch model says its event time, begin and batch size. */
export const microbatchSettings: ProjectRule = (manifest) =>
  modelsOf(manifest).flatMap((model) =>
    model.config['materialized'] === 'incremental' && model.config['incremental_strategy'] === 'microbatch'
      ? microbatchConfigErrors(model.name, model.config).map((error) => atNode(error, model))
      : [],
  );

/** An incremental model with a contract keeps its columns, or fails (dbt's rule). */
export const incrementalContracts: ProjectRule = (manifest) =>
  modelsOf(manifest).flatMap((model) => {
    if (!model.contract.enforced || model.config['materialized'] !== 'incremental') return [];
    const error = incrementalContractError(model.config);
    return error === null ? [] : [atNode(error, model)];
  });
