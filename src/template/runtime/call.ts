import { TemplateFunction, TemplateObject, type KeywordArguments, type Value } from '../value.ts';
import { typeName } from '../values/type-name.ts';
import { Undefined } from '../values/undefined.ts';
import { TemplateFault } from './template-fault.ts';

/** Calls a value; a promise is given on as it is. Throws TemplateFault when it cannot be called. */
export function call(
  callee: Value,
  args: readonly Value[],
  kwargs: KeywordArguments,
): Value | Promise<Value> {
  if (callee instanceof TemplateFunction) return callee.invoke(args, kwargs);
  if (callee instanceof Undefined) throw new TemplateFault(callee.reason);
  if (callee instanceof TemplateObject && callee.invoke) return callee.invoke(args, kwargs);
  throw new TemplateFault(`'${typeName(callee)}' object is not callable`);
}
