import { defineFunction, type BoundArguments, type Parameter } from '../template/define-function.ts';
import { TemplateFault } from '../template/runtime/template-fault.ts';
import type { TemplateFunction } from '../template/value.ts';
import { TemplateObject, type Value } from '../template/value.ts';
import { isTruthy } from '../template/values/truthy.ts';
import { toText } from '../template/values/to-text.ts';
import { Tuple } from '../template/values/tuple.ts';
import { AgateTable } from '../template/agate/table.ts';
import { adapterMethods, type AdapterMethod } from './adapter-methods.ts';
import { AdapterResponse } from './statement-result.ts';
import type { MacroContext } from './macro-context.ts';

/** `adapter.*` for the templates of a node; while parsing, calls answer with nothing and touch nothing. */
export function adapterObject(context: MacroContext): TemplateObject {
  return new AdapterObject(context);
}

class AdapterObject extends TemplateObject {
  readonly typeName = 'DatabaseWrapper';
  readonly #context: MacroContext;

  constructor(context: MacroContext) {
    super();
    this.#context = context;
  }

  override getAttribute(name: string): Value | undefined {
    if (name === 'dispatch') return this.#function(name, DISPATCH, (args) => dispatch(this.#context, args));
    if (name === 'execute') return this.#function(name, EXECUTE, (args) => execute(this.#context, args));
    if (name === 'behavior') return new BehaviorFlags(this.#context);
    const method: AdapterMethod | undefined = Object.hasOwn(adapterMethods, name)
      ? adapterMethods[name]
      : undefined;
    if (method === undefined) return undefined;
    return this.#function(name, method.parameters, (args) => {
      if (!this.#context.execute && method.whileParsing !== undefined) return method.whileParsing;
      return method.run(this.#context, args);
    });
  }

  #function(
    name: string,
    parameters: readonly Parameter[],
    run: (args: BoundArguments) => Value | Promise<Value>,
  ): TemplateFunction {
    return defineFunction(name, parameters, run, { variadic: true });
  }
}

const DISPATCH: readonly Parameter[] = [
  { name: 'macro_name' },
  { name: 'macro_namespace', default: null },
  { name: 'packages', default: null },
];

/** `adapter.dispatch(name, namespace)`: the macro for this adapter, from the packages that are searched. */
function dispatch(context: MacroContext, args: BoundArguments): Value {
  const name = toText(args['macro_name'] ?? '');
  if (args['packages'] !== null) {
    throw new TemplateFault(
      'The "packages" argument of adapter.dispatch() is deprecated; use macro_namespace.',
    );
  }
  if (name.includes('.')) {
    throw new TemplateFault(
      `In adapter.dispatch, got a macro name of "${name}", but "." is not a valid macro name component.`,
      `Did you mean adapter.dispatch("${name.split('.').at(-1)}", macro_namespace="${name.split('.')[0]}")?`,
    );
  }
  const namespace = args['macro_namespace'] === null ? null : toText(args['macro_namespace'] ?? '');
  const packages =
    namespace === null ? [context.packageName, context.projectName, 'dbt'] : context.dispatchOrder(namespace);
  const prefixes = [context.adapter.name, ...context.adapter.parents, 'default'];
  for (const packageName of packages) {
    for (const prefix of prefixes) {
      const macro = context.projectMacro(packageName, `${prefix}__${name}`);
      if (macro !== undefined) return macro;
    }
    const builtIn = packageName === 'dbt' ? context.builtInMacro(`default__${name}`) : undefined;
    if (builtIn !== undefined) return builtIn;
  }
  const searched = packages.flatMap((packageName) =>
    prefixes.map((prefix) => `'${packageName}.${prefix}__${name}'`),
  );
  throw new TemplateFault(
    `In dispatch: No macro named '${name}' found within namespace: '${namespace ?? 'None'}'\n    Searched for: ${searched.join(', ')}`,
  );
}

const EXECUTE: readonly Parameter[] = [
  { name: 'sql' },
  { name: 'auto_begin', default: false },
  { name: 'fetch', default: false },
  { name: 'limit', default: null },
];

/** `adapter.execute(sql, …)`: the answer and the table. */
async function execute(context: MacroContext, args: BoundArguments): Promise<Value> {
  if (!context.execute || context.warehouse === null) return Tuple.fromItems(['', null]);
  const result = await context.warehouse.execute(toText(args['sql'] ?? ''), {
    autoBegin: isTruthy(args['auto_begin'] ?? false),
  });
  return Tuple.fromItems([new AdapterResponse(result), AgateTable.fromQueryResult(result)]);
}

/** `adapter.behavior.<flag>`: behaviour flags of the project; each also answers `.no_warn`. */
class BehaviorFlags extends TemplateObject {
  readonly typeName = 'Behavior';
  readonly #context: MacroContext;

  constructor(context: MacroContext) {
    super();
    this.#context = context;
  }

  override getAttribute(name: string): Value | undefined {
    return new BehaviorFlag(this.#context.flag(name) === true);
  }
}

class BehaviorFlag extends TemplateObject {
  readonly typeName = 'BehaviorFlagRendered';
  readonly #on: boolean;

  constructor(on: boolean) {
    super();
    this.#on = on;
  }

  override isTruthy(): boolean {
    return this.#on;
  }

  override getAttribute(name: string): Value | undefined {
    return name === 'no_warn' || name === 'setting' ? this.#on : undefined;
  }

  override toText(): string {
    return this.#on ? 'True' : 'False';
  }
}
