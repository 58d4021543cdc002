import { defineFunction, type Parameter } from '../../define-function.ts';
import { callMethod } from '../../runtime/access.ts';
import { TemplateFault } from '../../runtime/template-fault.ts';
import type { TemplateFunction, Value } from '../../value.ts';
import { typeName } from '../../values/type-name.ts';
import { integerArgument, textArgument } from '../arguments.ts';
import { required } from '../python-class.ts';
import { PythonModule } from '../python-module.ts';
import { FLAGS } from './flags.ts';
import { PatternValue } from './pattern.ts';

const MAX_CACHED = 512;
const cache = new Map<string, PatternValue>();

/** The compiled pattern, kept for the next call: templates write patterns out each time. */
function patternOf(pattern: Value | undefined, flags: Value | undefined): PatternValue {
  if (pattern instanceof PatternValue) return pattern;
  if (typeof pattern !== 'string')
    throw new TemplateFault(
      `first argument must be string or compiled pattern, not ${typeName(pattern ?? null)}`,
    );
  const bits = integerArgument(flags ?? 0);
  const key = `${bits}/${pattern}`;
  let made = cache.get(key);
  if (!made) {
    if (cache.size >= MAX_CACHED) cache.clear();
    made = new PatternValue(pattern, bits);
    cache.set(key, made);
  }
  return made;
}

const FLAG: Parameter = { name: 'flags', default: 0 };

/** A function of the module that compiles its pattern and calls the pattern's method of the same name. */
function onPattern(name: string, parameters: readonly Parameter[]): TemplateFunction {
  return defineFunction(name, [{ name: 'pattern' }, ...parameters, FLAG], (args) =>
    callMethod(
      patternOf(args['pattern'], args['flags']),
      name,
      parameters.map((parameter) => args[parameter.name] ?? null),
      null,
    ),
  );
}

const SUBSTITUTE: readonly Parameter[] = [...required('repl', 'string'), { name: 'count', default: 0 }];

/** `modules.re`: Python's regular expressions, run by JavaScript's. */
export const reModule = new PythonModule('re', {
  compile: defineFunction('compile', [{ name: 'pattern' }, FLAG], ({ pattern, flags }) =>
    patternOf(pattern, flags),
  ),
  match: onPattern('match', required('string')),
  search: onPattern('search', required('string')),
  fullmatch: onPattern('fullmatch', required('string')),
  findall: onPattern('findall', required('string')),
  finditer: onPattern('finditer', required('string')),
  split: onPattern('split', [{ name: 'string' }, { name: 'maxsplit', default: 0 }]),
  sub: onPattern('sub', SUBSTITUTE),
  subn: onPattern('subn', SUBSTITUTE),
  escape: defineFunction('escape', required('pattern'), ({ pattern }) =>
    textArgument(pattern, 'escape() argument').replace(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, '\\$&'),
  ),
  purge: defineFunction('purge', [], () => null),
  NOFLAG: 0,
  A: FLAGS.ASCII,
  I: FLAGS.IGNORECASE,
  L: FLAGS.LOCALE,
  M: FLAGS.MULTILINE,
  S: FLAGS.DOTALL,
  U: FLAGS.UNICODE,
  X: FLAGS.VERBOSE,
  ...FLAGS,
});
