import type { Template } from './ast.ts';
import { generateTemplate, generateValues, type GeneratedCode } from './codegen.ts';
import { createLocator } from './located-failure.ts';
import { library, libraryNames, lenientLibrary, tellingLibrary } from './runtime/library.ts';
import type { Scope, Value } from './value.ts';
import { syntaxError, type Origin } from './template-syntax-error.ts';

const HEAD = `"use strict";const{${libraryNames.join(',')}}=R;`;

type Maker = (runtime: typeof library, at: unknown, constants: readonly string[]) => unknown;

/** Functions of short codes: a generic test, or the argument of one, is written in a project a thousand times. */
const makers = new Map<string, Maker>();
const LONGEST_KEPT = 400;
const MOST_KEPT = 500;

function makerOf(code: string): Maker {
  const known = makers.get(code);
  if (known) return known;
  const maker = new Function('R', 'at', 'C', HEAD + code) as Maker;
  if (code.length <= LONGEST_KEPT && makers.size < MOST_KEPT) makers.set(code, maker);
  return maker;
}

/**
 * Turns the code that `emit` gives into a function; it names the runtime library and nothing else. Throws ProjectFailure
 * TX1001 for a template that is nested too deeply to be compiled.
 */
export function evaluateCode<T>(
  emit: () => GeneratedCode,
  source: string,
  origin: Origin,
  runtime: typeof library = library,
): T {
  try {
    const { code, constants } = emit();
    return makerOf(code)(runtime, createLocator(source, origin), constants) as T;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw syntaxError('the template is nested too deeply', source, origin, 0);
  }
}

/**
 * The template as a function from a scope to text, for parsing: calls must not give promises. With `lenient`, what is
 * undefined can be called and looked into and stays undefined, as dbt has it for a node's own text while parsing;
 * `onUndefinedCall` is told of the names.
 */
export function compileSync(
  template: Template,
  options: { readonly lenient?: boolean; readonly onUndefinedCall?: (name: string) => void } = {},
): (scope: Scope) => string {
  const code = (): GeneratedCode => generateTemplate(template.body, false);
  const { lenient, onUndefinedCall } = options;
  const forgiving = onUndefinedCall ? tellingLibrary(onUndefinedCall) : lenientLibrary;
  const runtime = lenient === true ? forgiving : library;
  return evaluateCode<(scope: Scope) => string>(code, template.source, template.origin, runtime);
}

/** The template as a function from a scope to text, for compile and run: calls may give promises. */
export function compileAsync(template: Template): (scope: Scope) => Promise<string> {
  const code = (): GeneratedCode => generateTemplate(template.body, true);
  return evaluateCode<(scope: Scope) => Promise<string>>(code, template.source, template.origin);
}

/** The template as a function from a scope to the values of its parts, in order, for native rendering. */
export function compileValuesSync(template: Template): (scope: Scope) => readonly Value[] {
  return evaluateCode(() => generateValues(template.body, false), template.source, template.origin);
}

/** As `compileValuesSync`, with calls that may give promises. */
export function compileValuesAsync(template: Template): (scope: Scope) => Promise<readonly Value[]> {
  return evaluateCode(() => generateValues(template.body, true), template.source, template.origin);
}
