import { bindArguments, defineFunction, type BoundArguments } from '../template/define-function.ts';
import { TemplateFunction, type Value } from '../template/value.ts';
import { globalMacros } from './index.ts';
import type { GlobalMacro } from './global-macro.ts';
import type { MacroContext } from './macro-context.ts';

/** The built-in macro behind a name: `x`, `default__x`, or `<adapter>__x` of the adapter in use. */
function findGlobalMacro(
  name: string,
  context: MacroContext,
): { readonly bare: string; readonly macro: GlobalMacro } | undefined {
  const prefixes = [
    '',
    'default__',
    ...[context.adapter.name, ...context.adapter.parents].map((adapter) => `${adapter}__`),
  ];
  for (const prefix of prefixes) {
    if (!name.startsWith(prefix)) continue;
    const bare = name.slice(prefix.length);
    const macro: GlobalMacro | undefined = Object.hasOwn(globalMacros, bare)
      ? globalMacros[bare as keyof typeof globalMacros]
      : undefined;
    if (macro !== undefined && (prefix === '' || macro.dispatched)) return { bare, macro };
  }
  return undefined;
}

/**
 * A built-in macro as a function for the templates of a node; undefined when there is none of that name. A dispatched
 * one first looks for `<adapter>__name` and `default__name` in the packages that dispatch searches.
 */
export function callGlobalMacro(name: string, context: MacroContext): TemplateFunction | undefined {
  const found = findGlobalMacro(name, context);
  if (found === undefined) return undefined;
  const { bare, macro } = found;
  const builtIn = defineFunction(name, macro.parameters, (args) => macro.run(context, args), {
    variadic: true,
  });
  if (bare !== name || !macro.dispatched) return builtIn;
  return new TemplateFunction(name, (args, kwargs) => {
    const replacement = findReplacement(name, context);
    if (replacement === undefined) return builtIn.invoke(args, kwargs);
    const { bound, extra } = bindArguments(name, macro.parameters, args, kwargs, true);
    return replacement.invoke([...byPosition(macro, bound), ...extra.varargs], extra.kwargs);
  });
}

/** As dbt calls what dispatch finds: by position, with what has a default filled in, and of SQL without its language. */
function byPosition({ parameters }: GlobalMacro, bound: BoundArguments): readonly Value[] {
  const values = parameters.map(({ name }) => bound[name] ?? null);
  return parameters.at(-1)?.name === 'language' && values.at(-1) === 'sql' ? values.slice(0, -1) : values;
}

/** What a project or package wrote for a dispatched macro, most special first. */
export function findReplacement(name: string, context: MacroContext): TemplateFunction | undefined {
  const prefixes = [context.adapter.name, ...context.adapter.parents, 'default'];
  for (const packageName of context.dispatchOrder('dbt')) {
    for (const prefix of prefixes) {
      const macro = context.projectMacro(packageName, `${prefix}__${name}`);
      if (macro !== undefined) return macro;
    }
  }
  return undefined;
}
