import { call } from '../template/runtime/call.ts';
import { TemplateFunction } from '../template/value.ts';

/** `try_or_compiler_error(message, callee, …)`: calls the callee; its failure is an error of the template anyway. */
export function tryFunction(): TemplateFunction {
  return new TemplateFunction('try_or_compiler_error', ([, callee = null, ...rest], kwargs) =>
    call(callee, rest, kwargs),
  );
}
