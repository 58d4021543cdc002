import type { Json, JsonObject } from '../config/json.ts';
import type { FunctionArgument, FunctionVolatility } from '../adapter-api/dialect.ts';
import { invariant } from '../errors/invariant.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { mainSteps } from './plan-steps.ts';
import type { Materialization, MaterializationInput } from './plan-types.ts';
import { frame } from './transaction-frame.ts';

/** dbt's words for what a function's answer depends on. */
const VOLATILITIES: readonly FunctionVolatility[] = ['deterministic', 'stable', 'non-deterministic'];

/** A function that the models' SQL calls, made or replaced by every build. */
export const functionMaterialization: Materialization = {
  name: 'function',
  description: 'Creates a scalar SQL function, or replaces the one there is.',
  relationType: 'function',
  requires: [],
  needs: () => ({ existingColumns: false, queryColumns: false }),
  plan(input, _state, dialect, capabilities) {
    const { signature, config } = input;
    invariant(
      signature !== null && signature !== undefined,
      `${input.uniqueId} is planned as a function without a signature`,
    );
    if ((config['type'] ?? 'scalar') !== 'scalar') throw notScalar(input);
    const create = dialect.createFunction({
      relation: input.target,
      arguments: signature.arguments.map((argument) => argumentOf(argument, input)),
      returns: typeOf(signature.returns, 'its return value', input),
      volatility: volatilityOf(input),
      body: input.sql.trim().replace(/;\s*$/, ''),
    });
    const inside = mainSteps([create]);
    return {
      steps: frame(input, { transaction: capabilities.transactionalDdl, inside, finish: [] }),
      effects: [],
      warnings: [],
    };
  },
};

function argumentOf(argument: JsonObject, input: MaterializationInput): FunctionArgument {
  const name = String(argument['name']);
  const dataType = typeOf(argument, `its argument '${name}'`, input);
  const value = argument['default_value'];
  return { name, dataType, defaultValue: value === null || value === undefined ? null : String(value) };
}

function typeOf(declared: JsonObject | null, what: string, input: MaterializationInput): string {
  const dataType: Json | undefined = declared?.['data_type'];
  if (typeof dataType === 'string' && dataType !== '') return dataType;
  throw new ProjectFailure({
    code: 'TX3112',
    message: `The function ${input.uniqueId} needs the data_type of ${what}`,
    hint: 'Declare it in the property file: returns: {data_type: integer}, arguments: [{name: x, data_type: integer}].',
    nodeId: input.uniqueId,
  });
}

function volatilityOf(input: MaterializationInput): FunctionVolatility | null {
  const given = input.config['volatility'] ?? null;
  const known = VOLATILITIES.find((word) => word === given) ?? null;
  if (given === null || known !== null) return known;
  throw new ProjectFailure({
    code: 'TX3112',
    message: `volatility '${String(given)}' of ${input.uniqueId} is not one of ${VOLATILITIES.join(', ')}`,
    hint: 'A deterministic function gives the same answer for the same arguments, a stable one within a statement.',
    nodeId: input.uniqueId,
  });
}

function notScalar(input: MaterializationInput): ProjectFailure {
  return new ProjectFailure({
    code: 'TX3112',
    message: `The function ${input.uniqueId} is of type ${String(input.config['type'])}; only scalar SQL functions can be built`,
    hint: 'Make it scalar, or create it by an on-run-start hook.',
    nodeId: input.uniqueId,
  });
}
