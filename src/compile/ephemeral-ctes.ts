import { ProjectFailure } from '../errors/project-error.ts';
import type { ModelNode } from '../graph/node.ts';
import type { InjectedCte } from './ephemeral.ts';
import { cteName } from './reference-functions.ts';
import type { NodeSession } from './node-session.ts';
import type { RunEnvironment } from './run-environment.ts';

interface Compiled {
  readonly ownSql: string;
  readonly ctes: readonly InjectedCte[];
}

/** Compiles one model to the text and CTEs that others take from it. */
export type CompileEphemeral = (
  env: RunEnvironment,
  model: ModelNode,
  session: NodeSession,
) => Promise<Compiled>;

const compiledModels = new WeakMap<RunEnvironment, Map<string, Promise<Compiled>>>();

/**
 * The CTEs for the ephemeral models (and unit-test inputs) that a node refers to, each after those it needs itself.
 * An ephemeral model is compiled once a run. Throws what its compilation throws.
 */
export async function ephemeralCtes(
  ids: readonly string[],
  env: RunEnvironment,
  session: NodeSession,
  compile: CompileEphemeral,
  fixtures?: ReadonlyMap<string, InjectedCte>,
): Promise<readonly InjectedCte[]> {
  const ctes = new Map<string, InjectedCte>();
  for (const id of ids) {
    const fixture = fixtures?.get(id);
    if (fixture) {
      ctes.set(id, fixture);
      continue;
    }
    const model = env.manifest.nodes.get(id);
    if (model?.resourceType !== 'model') continue;
    const compiled = await compileOnce(model, env, session, compile);
    for (const cte of compiled.ctes) ctes.set(cte.id, cte);
    ctes.set(id, { id, name: cteName(model), sql: compiled.ownSql });
  }
  return [...ctes.values()];
}

function compileOnce(
  model: ModelNode,
  env: RunEnvironment,
  session: NodeSession,
  compile: CompileEphemeral,
): Promise<Compiled> {
  const models = compiledModels.get(env) ?? new Map<string, Promise<Compiled>>();
  compiledModels.set(env, models);
  const known = models.get(model.uniqueId);
  if (known) return known;
  const compiling = compile(env, model, session).catch((thrown: unknown) => {
    if (thrown instanceof ProjectFailure) {
      throw new ProjectFailure(thrown.errors.map((error) => ({ nodeId: model.uniqueId, ...error })));
    }
    throw thrown;
  });
  models.set(model.uniqueId, compiling);
  return compiling;
}
