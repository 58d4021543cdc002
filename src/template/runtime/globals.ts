import { TemplateFunction, TemplateObject, type KeywordArguments, type Value } from '../value.ts';
import { toArray } from '../values/iterate.ts';
import { Namespace } from '../values/namespace.ts';
import { numberOf, typeName } from '../values/type-name.ts';
import { updateDict } from './dict-methods.ts';
import { MacroReturn, TemplateFault } from './template-fault.ts';
import { Range } from './range.ts';

class Cycler extends TemplateObject {
  readonly typeName = 'Cycler';
  readonly #items: readonly Value[];
  #at = 0;

  constructor(items: readonly Value[]) {
    super();
    this.#items = items;
  }

  override getAttribute(name: string): Value | undefined {
    if (name === 'current') return this.#items[this.#at];
    if (name === 'next') {
      return new TemplateFunction('next', () => {
        const item = this.#items[this.#at] ?? null;
        this.#at = (this.#at + 1) % this.#items.length;
        return item;
      });
    }
    if (name === 'reset') {
      return new TemplateFunction('reset', () => {
        this.#at = 0;
        return null;
      });
    }
    return undefined;
  }
}

function range(args: readonly Value[]): Value {
  const numbers = args.map((arg) => {
    const number = numberOf(arg);
    if (number === undefined || !Number.isInteger(number)) {
      throw new TemplateFault(`'${typeName(arg)}' object cannot be interpreted as an integer`);
    }
    return number;
  });
  const [a = 0, b, step = 1] = numbers;
  if (numbers.length === 0) throw new TemplateFault('range expected at least 1 argument, got 0');
  if (step === 0) throw new TemplateFault('range() arg 3 must not be zero');
  return b === undefined ? new Range(0, a, 1) : new Range(a, b, step);
}

function namespace(args: readonly Value[], kwargs: KeywordArguments): Value {
  const made = new Namespace();
  for (const pairs of args) {
    if (pairs instanceof Map) for (const [key, value] of pairs) made.attributes.set(String(key), value);
    else
      for (const pair of toArray(pairs))
        made.attributes.set(String(toArray(pair)[0]), toArray(pair)[1] ?? null);
  }
  for (const [key, value] of kwargs ?? []) made.attributes.set(key, value);
  return made;
}

const LIPSUM = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit.';

const define = (name: string, invoke: TemplateFunction['invoke']): [string, Value] => [
  name,
  new TemplateFunction(name, invoke),
];

/** Names every template can use: Jinja's globals and dbt's `return`. */
export const templateGlobals: ReadonlyMap<string, Value> = new Map([
  define('range', range),
  define('dict', (args, kwargs) => {
    const dict = new Map<Value, Value>();
    updateDict(dict, args, kwargs);
    return dict;
  }),
  define('namespace', namespace),
  define('cycler', (args) => {
    if (args.length === 0) throw new TemplateFault('at least one item has to be provided');
    return new Cycler(args);
  }),
  define('joiner', (args) => {
    let used = false;
    return new TemplateFunction('joiner', () => {
      const text = used ? (args[0] ?? ', ') : '';
      used = true;
      return text;
    });
  }),
  define('lipsum', (args, kwargs) => {
    const count = numberOf(args[0] ?? kwargs?.get('n') ?? 5) ?? 5;
    return Array.from({ length: count }, () => LIPSUM).join('\n\n');
  }),
  define('return', (args) => {
    throw new MacroReturn(args[0] ?? null);
  }),
]);
