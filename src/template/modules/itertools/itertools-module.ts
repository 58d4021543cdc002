import {
  defineFunction,
  type BoundArguments,
  type ExtraArguments,
  type Parameter,
} from '../../define-function.ts';
import { call } from '../../runtime/call.ts';
import { binary } from '../../runtime/operators.ts';
import { TemplateFault } from '../../runtime/template-fault.ts';
import { TemplateObject, TemplateFunction, type KeywordArguments, type Value } from '../../value.ts';
import { iterate, toArray } from '../../values/iterate.ts';
import { Tuple } from '../../values/tuple.ts';
import { integerArgument } from '../arguments.ts';
import { IteratorValue } from '../iterator.ts';
import { required } from '../python-class.ts';
import { PythonModule } from '../python-module.ts';
import { combinations, combinationsWithReplacement, permutations, product } from './combinatorics.ts';
import { chain, compress, count, cycle, islice, repeat, zipLongest } from './lazy.ts';

type Body = (args: BoundArguments, extra: ExtraArguments) => Generator<Value>;

function iterator(
  name: string,
  parameters: readonly Parameter[],
  body: Body,
  variadic = false,
): TemplateFunction {
  const make = (args: BoundArguments, extra: ExtraArguments): Value =>
    new IteratorValue(`itertools.${name}`, body(args, extra));
  return defineFunction(name, parameters, make, { variadic });
}

const items = (value: Value | undefined): readonly Value[] => [...toArray(value ?? null)];

const size = (value: Value | undefined, otherwise: number): number => {
  const given = value === undefined || value === null ? otherwise : integerArgument(value);
  if (given < 0) throw new TemplateFault('r must be non-negative');
  return given;
};

function* each(values: readonly Value[]): Generator<Value> {
  yield* values;
}

/** `chain`, which has a class method. */
class Chain extends TemplateObject {
  readonly typeName = 'type';

  override invoke(args: readonly Value[]): Value {
    return new IteratorValue('itertools.chain', chain(args));
  }

  override getAttribute(name: string): Value | undefined {
    if (name !== 'from_iterable') return undefined;
    return defineFunction(
      name,
      required('iterable'),
      ({ iterable }) => new IteratorValue('itertools.chain', chain(iterate(iterable ?? null))),
    );
  }

  override toText(): string {
    return "<class 'itertools.chain'>";
  }
}

/** `accumulate(iterable, func, initial)`: promises of the function are waited for, one after the other. */
function accumulate({ iterable, func, initial }: BoundArguments): Value | Promise<Value> {
  const step = (total: Value, item: Value): Value | Promise<Value> =>
    func === null || func === undefined ? binary('+', total, item) : call(func, [total, item], null);
  const pending = [...items(iterable)];
  const first = initial === null || initial === undefined ? pending.shift() : initial;
  const totals: Value[] = [];
  const finish = (): Value => new IteratorValue('itertools.accumulate', each(totals));
  if (first === undefined) return finish();
  totals.push(first);
  const go = (total: Value): Value | Promise<Value> => {
    let sum = total;
    while (pending.length > 0) {
      const next = step(sum, pending.shift() ?? null);
      if (next instanceof Promise) {
        return next.then((value) => {
          totals.push(value);
          return go(value);
        });
      }
      sum = next;
      totals.push(sum);
    }
    return finish();
  };
  return go(first);
}

function starmap(callee: Value, rows: Value): Value | Promise<Value> {
  const results = items(rows).map((row) => call(callee, toArray(row), null));
  const finish = (values: readonly Value[]): Value => new IteratorValue('itertools.starmap', each(values));
  return results.some((result) => result instanceof Promise)
    ? Promise.all(results).then(finish)
    : finish(results as Value[]);
}

function slice(args: readonly Value[], _kwargs: KeywordArguments): Value {
  const [source = null, ...bounds] = args;
  const [start, stop, step] = bounds.length === 1 ? [null, bounds[0], null] : bounds;
  const number = (value: Value | undefined, otherwise: number): number =>
    value === null || value === undefined ? otherwise : integerArgument(value);
  const end = stop === null || stop === undefined ? null : integerArgument(stop);
  if (bounds.length === 0) throw new TemplateFault('islice expected at least 2 arguments, got 1');
  if (number(start, 0) < 0 || (end ?? 0) < 0 || number(step, 1) < 1)
    throw new TemplateFault('Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
  return new IteratorValue('itertools.islice', islice(source, number(start, 0), end, number(step, 1)));
}

/** `modules.itertools`, with the names that dbt gives. */
export const itertoolsModule = new PythonModule('itertools', {
  accumulate: defineFunction(
    'accumulate',
    [{ name: 'iterable' }, { name: 'func', default: null }, { name: 'initial', default: null }],
    accumulate,
  ),
  chain: new Chain(),
  combinations: iterator('combinations', required('iterable', 'r'), ({ iterable, r }) =>
    combinations(items(iterable), size(r, 0)),
  ),
  combinations_with_replacement: iterator(
    'combinations_with_replacement',
    required('iterable', 'r'),
    ({ iterable, r }) => combinationsWithReplacement(items(iterable), size(r, 0)),
  ),
  compress: iterator('compress', required('data', 'selectors'), ({ data, selectors }) =>
    compress(data ?? null, selectors ?? null),
  ),
  count: iterator(
    'count',
    [
      { name: 'start', default: 0 },
      { name: 'step', default: 1 },
    ],
    ({ start, step }) => count(start ?? 0, step ?? 1),
  ),
  cycle: iterator('cycle', required('iterable'), ({ iterable }) => cycle(items(iterable))),
  islice: new TemplateFunction('islice', slice),
  permutations: iterator(
    'permutations',
    [{ name: 'iterable' }, { name: 'r', default: null }],
    ({ iterable, r }) => {
      const pool = items(iterable);
      return permutations(pool, size(r, pool.length));
    },
  ),
  product: iterator(
    'product',
    [],
    (_args, { varargs, kwargs }) => {
      const pools = varargs.map(items);
      const times = integerArgument(kwargs.get('repeat') ?? 1);
      return product(Array.from({ length: times }, () => pools).flat());
    },
    true,
  ),
  repeat: iterator('repeat', [{ name: 'object' }, { name: 'times', default: null }], ({ object, times }) =>
    repeat(object ?? null, times === null ? null : integerArgument(times)),
  ),
  starmap: defineFunction('starmap', [{ name: 'function' }, { name: 'iterable' }], (args) =>
    starmap(args['function'] ?? null, args['iterable'] ?? null),
  ),
  tee: defineFunction('tee', [{ name: 'iterable' }, { name: 'n', default: 2 }], ({ iterable, n }) => {
    const values = items(iterable);
    const copies = Array.from(
      { length: integerArgument(n) },
      () => new IteratorValue('itertools._tee', each(values)),
    );
    return Tuple.fromItems(copies);
  }),
  zip_longest: iterator(
    'zip_longest',
    [],
    (_args, { varargs, kwargs }) => zipLongest(varargs, kwargs.get('fillvalue') ?? null),
    true,
  ),
});
