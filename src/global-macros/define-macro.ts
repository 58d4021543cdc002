import type { Value } from '../template/value.ts';
import type { GlobalMacro, MacroParameter } from './global-macro.ts';
import type { MacroContext } from './macro-context.ts';

/** Arguments of a call by parameter name. */
export type MacroArguments = Readonly<Record<string, Value>>;

type Run = (context: MacroContext, args: MacroArguments) => Value | Promise<Value>;

/** Parameters from `name`, `name=` (default None) and `[name, default]`. */
function parametersOf(specs: readonly (string | readonly [string, Value])[]): readonly MacroParameter[] {
  return specs.map((spec) => {
    if (typeof spec !== 'string') return { name: spec[0], default: spec[1] };
    return spec.endsWith('=') ? { name: spec.slice(0, -1), default: null } : { name: spec };
  });
}

/** While parsing there is no warehouse to wait for: a macro that would wait gives an empty text instead. */
function settledWhileParsing(run: Run): Run {
  return (context, args) => {
    const result = run(context, args);
    if (context.execute || !(result instanceof Promise)) return result;
    result.catch(() => undefined);
    return '';
  };
}

/** A built-in macro that dispatches: a project may replace it by `<adapter>__name` or `default__name`. */
export function dispatched(specs: readonly (string | readonly [string, Value])[], run: Run): GlobalMacro {
  return { package: 'dbt', parameters: parametersOf(specs), dispatched: true, run: settledWhileParsing(run) };
}

/** A built-in macro that is called as it is. */
export function plain(specs: readonly (string | readonly [string, Value])[], run: Run): GlobalMacro {
  return {
    package: 'dbt',
    parameters: parametersOf(specs),
    dispatched: false,
    run: settledWhileParsing(run),
  };
}
