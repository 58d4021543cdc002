import type { Value } from '../template/value.ts';
import type { MacroContext } from './macro-context.ts';

/** A parameter of a built-in macro; without a default it must be given. */
export interface MacroParameter {
  readonly name: string;
  readonly default?: Value;
}

/** A macro that dbt ships and projects call by name; here it is a function over the dialect. */
export interface GlobalMacro {
  /** Package the macro belongs to for dbt: `dbt` for nearly all. */
  readonly package: 'dbt';
  readonly parameters: readonly MacroParameter[];
  /** A dispatched macro looks for `<adapter>__name` and `default__name` in the project first. */
  readonly dispatched: boolean;
  run(context: MacroContext, args: Readonly<Record<string, Value>>): Value | Promise<Value>;
}
