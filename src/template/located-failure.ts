import { ProjectFailure, type ProjectError, type SourceLocation } from '../errors/project-error.ts';
import { MacroReturn, TemplateFault } from './runtime/template-fault.ts';
import { Runaway } from './runtime/runaway.ts';
import { frameOf, locate, type Origin } from './template-syntax-error.ts';

/** Adds the place to an error that leaves a template or a macro. */
export type Locator = (error: unknown, offset: number, macro: string | null) => unknown;

/** A locator for errors that leave the template with this text. */
export function createLocator(source: string, origin: Origin): Locator {
  return (error, offset, macro) => {
    const location = locate(source, origin, offset);
    if (error instanceof TemplateFault) {
      return new ProjectFailure({
        code: 'TX1002',
        message: error instanceof Runaway ? error.messageIn(macro) : error.message,
        ...(error.hint ? { hint: error.hint } : {}),
        location,
        frame: frameOf(source, origin, offset),
        trace: [location],
      });
    }
    if (error instanceof MacroReturn) {
      return new ProjectFailure({
        code: 'TX1002',
        message: 'return() was used outside of a macro',
        location,
        frame: frameOf(source, origin, offset),
      });
    }
    if (error instanceof RangeError) {
      return new ProjectFailure({
        code: 'TX1002',
        message: error.message.includes('call stack')
          ? 'maximum recursion depth exceeded: a macro calls itself without end, or a value contains itself'
          : `a value is too large or out of range (${error.message})`,
        location,
        frame: frameOf(source, origin, offset),
        trace: [location],
      });
    }
    return error instanceof ProjectFailure
      ? withPlace(error, location, () => frameOf(source, origin, offset))
      : error;
  };
}

/** Calls that a trace names; endless recursion would name thousands. */
const MAX_TRACE = 10;

/** The first error gains the place where it has none; further places on the way out make up the call chain. */
function withPlace(failure: ProjectFailure, location: SourceLocation, frame: () => string): ProjectFailure {
  const [first, ...rest] = failure.errors;
  if (first === undefined) return failure;
  if ((first.trace?.length ?? 0) >= MAX_TRACE) return failure;
  const placed: ProjectError =
    first.location?.line === undefined
      ? { ...first, location, frame: first.frame ?? frame(), trace: [location] }
      : { ...first, trace: [...(first.trace ?? []), location] };
  return new ProjectFailure([placed, ...rest]);
}
