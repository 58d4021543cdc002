import { suggest } from '../errors/did-you-mean.ts';
import { TemplateFault } from './runtime/template-fault.ts';
import { TemplateFunction, type KeywordArguments, type Value } from './value.ts';

/** A parameter of a function given to templates; without a default it must be given. */
export interface Parameter {
  readonly name: string;
  readonly default?: Value;
}

/** Arguments by parameter name. */
export type BoundArguments = Readonly<Record<string, Value>>;

/** What a call gave beyond the parameters. */
export interface ExtraArguments {
  readonly varargs: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
}

/** How a function takes arguments beyond those it names. */
export interface FunctionOptions {
  /** Further positional and keyword arguments are taken, not refused. */
  readonly variadic?: boolean;
}

/**
 * A function for templates with Python's binding of arguments: by position, by name, defaults; too many, unknown,
 * repeated or missing ones fail the call with Python's words.
 */
export function defineFunction(
  name: string,
  parameters: readonly Parameter[],
  body: (args: BoundArguments, extra: ExtraArguments) => Value | Promise<Value>,
  options: FunctionOptions = {},
): TemplateFunction {
  return new TemplateFunction(name, (args, kwargs) => {
    const { bound, extra } = bindArguments(name, parameters, args, kwargs, options.variadic ?? false);
    return body(bound, extra);
  });
}

/** Binds arguments to parameters. Throws TemplateFault. */
export function bindArguments(
  name: string,
  parameters: readonly Parameter[],
  args: readonly Value[],
  kwargs: KeywordArguments,
  variadic: boolean,
): { readonly bound: BoundArguments; readonly extra: ExtraArguments } {
  const bound: Record<string, Value> = Object.create(null) as Record<string, Value>;
  if (args.length > parameters.length && !variadic) {
    throw new TemplateFault(
      `${name}() takes ${parameters.length} positional argument${parameters.length === 1 ? '' : 's'} but ${args.length} were given`,
    );
  }
  parameters.forEach((parameter, index) => {
    const value = args[index];
    if (value !== undefined) bound[parameter.name] = value;
  });
  const extra = new Map<string, Value>();
  for (const [key, value] of kwargs ?? []) {
    if (!parameters.some((parameter) => parameter.name === key)) {
      if (!variadic && key !== 'caller') throw unexpected(name, key, parameters);
      extra.set(key, value);
    } else if (key in bound) {
      throw new TemplateFault(`${name}() got multiple values for argument '${key}'`);
    } else bound[key] = value;
  }
  for (const parameter of parameters) {
    if (parameter.name in bound) continue;
    if (parameter.default === undefined) {
      throw new TemplateFault(`${name}() missing required argument: '${parameter.name}'`);
    }
    bound[parameter.name] = parameter.default;
  }
  return { bound, extra: { varargs: args.slice(parameters.length), kwargs: extra } };
}

function unexpected(name: string, key: string, parameters: readonly Parameter[]): TemplateFault {
  const suggestion = suggest(
    key,
    parameters.map((parameter) => parameter.name),
  );
  return new TemplateFault(
    `${name}() got an unexpected keyword argument '${key}'`,
    suggestion ? `Did you mean '${suggestion}'?` : undefined,
  );
}
