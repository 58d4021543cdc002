import { defineFunction, type Parameter } from '../../define-function.ts';
import { call } from '../../runtime/call.ts';
import { TemplateFault } from '../../runtime/template-fault.ts';
import { TemplateObject, type Value } from '../../value.ts';
import { toRepr, toText } from '../../values/to-text.ts';
import { Tuple } from '../../values/tuple.ts';
import { typeName } from '../../values/type-name.ts';
import { integerArgument, textArgument } from '../arguments.ts';
import { IteratorValue } from '../iterator.ts';
import { memberOf, type Members } from '../python-class.ts';
import { FLAGS } from './flags.ts';
import { MatchValue, type MatchOrigin } from './match.ts';
import { parseReplacement } from './replacement.ts';
import { translate, type Translation } from './translate.ts';

type Anchor = 'search' | 'match' | 'fullmatch';

/** Python's compiled regular expression. */
export class PatternValue extends TemplateObject {
  readonly typeName = 're.Pattern';
  readonly pattern: string;
  readonly translation: Translation;
  readonly #expressions = new Map<Anchor, RegExp>();
  readonly #origin: MatchOrigin;

  /** Throws TemplateFault for a pattern that is not one, or that JavaScript cannot match. */
  constructor(pattern: string, flags: number) {
    super();
    this.pattern = pattern;
    this.translation = translate(pattern, flags);
    this.#origin = {
      object: this,
      groupNames: this.translation.groupNames,
      locate: (text, at) => this.#locate(text, at),
    };
    this.#expression('search');
  }

  #expression(anchor: Anchor): RegExp {
    let expression = this.#expressions.get(anchor);
    if (!expression) {
      const { source, flags } = this.translation;
      const whole = anchor === 'fullmatch' ? `(?:${source})(?![\\s\\S])` : source;
      const letters = `v${anchor === 'search' ? 'g' : 'y'}${(flags & FLAGS.IGNORECASE) !== 0 ? 'i' : ''}`;
      expression = this.#build(whole, letters);
      this.#expressions.set(anchor, expression);
    }
    return expression;
  }

  #build(source: string, letters: string): RegExp {
    try {
      return new RegExp(source, letters);
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message.replace(/^.*: /, '') : String(thrown);
      throw new TemplateFault(`regular expression ${toRepr(this.pattern)} cannot be used: ${reason}`);
    }
  }

  #locate(text: string, at: number): readonly (readonly [number, number] | undefined)[] {
    const expression = new RegExp(this.#expression('search'), `${this.#expression('match').flags}d`);
    expression.lastIndex = at;
    return expression.exec(text)?.indices ?? [];
  }

  /** The first match from a place on; null when there is none. */
  find(anchor: Anchor, text: string, from = 0): MatchValue | null {
    const expression = this.#expression(anchor);
    expression.lastIndex = from;
    const found = expression.exec(text);
    return found && new MatchValue(found, text, this.#origin);
  }

  /** All matches, one after the other. */
  *matches(text: string): Generator<MatchValue> {
    const expression = new RegExp(this.#expression('search'));
    for (const found of text.matchAll(expression)) yield new MatchValue(found, text, this.#origin);
  }

  override getAttribute(name: string): Value | undefined {
    return memberOf(members, this, name);
  }

  override equals(other: Value): boolean {
    return (
      other instanceof PatternValue &&
      other.pattern === this.pattern &&
      other.translation.flags === this.translation.flags
    );
  }

  override toText(): string {
    const names = Object.entries(FLAGS)
      .filter(([name, bit]) => name !== 'UNICODE' && (this.translation.flags & bit) !== 0)
      .map(([name]) => `re.${name}`);
    return `re.compile(${toRepr(this.pattern)}${names.length > 0 ? `, ${names.join('|')}` : ''})`;
  }
}

/** `findall`: texts, or for a pattern with groups what the groups took. */
function findAll(pattern: PatternValue, text: string): Value[] {
  return [...pattern.matches(text)].map((match) => {
    if (match.groups.length === 1) return match.groups[0] ?? '';
    if (match.groups.length === 2) return match.groups[1] ?? '';
    return Tuple.fromItems(match.groups.slice(1).map((group) => group ?? ''));
  });
}

function split(pattern: PatternValue, text: string, limit: number): Value[] {
  const pieces: Value[] = [];
  let from = 0;
  let count = 0;
  for (const match of pattern.matches(text)) {
    if (limit > 0 && count === limit) break;
    pieces.push(text.slice(from, match.start), ...match.groups.slice(1).map((group) => group ?? null));
    from = match.end;
    count += 1;
  }
  pieces.push(text.slice(from));
  return pieces;
}

/** The text with its matches replaced, and how many there were; a promise when a macro makes the replacements. */
function substitute(
  pattern: PatternValue,
  replacement: Value,
  text: string,
  limit: number,
  result: (text: string, count: number) => Value,
): Value | Promise<Value> {
  const parts = typeof replacement === 'string' ? parseReplacement(replacement) : null;
  const pieces: (Value | Promise<Value>)[] = [];
  let from = 0;
  let count = 0;
  for (const match of pattern.matches(text)) {
    if (limit > 0 && count === limit) break;
    pieces.push(
      text.slice(from, match.start),
      parts ? match.expand(parts) : call(replacement, [match], null),
    );
    from = match.end;
    count += 1;
  }
  pieces.push(text.slice(from));
  const join = (values: readonly Value[]): Value => result(values.map(toText).join(''), count);
  return pieces.some((piece) => piece instanceof Promise)
    ? Promise.all(pieces).then(join)
    : join(pieces as Value[]);
}

/** Text to search, cut at `endpos`, and the place to start from. */
function within(args: Readonly<Record<string, Value>>): { readonly text: string; readonly from: number } {
  const whole = args['string'] ?? null;
  if (typeof whole !== 'string')
    throw new TemplateFault(`expected string or bytes-like object, got '${typeName(whole)}'`);
  const end = args['endpos'] ?? null;
  return {
    text: end === null ? whole : whole.slice(0, integerArgument(end)),
    from: Math.max(0, integerArgument(args['pos'] ?? 0)),
  };
}

const SEARCH: readonly Parameter[] = [
  { name: 'string' },
  { name: 'pos', default: 0 },
  { name: 'endpos', default: null },
];
const SUBSTITUTE: readonly Parameter[] = [
  { name: 'repl' },
  { name: 'string' },
  { name: 'count', default: 0 },
];

const finder =
  (anchor: Anchor) =>
  (self: PatternValue): Value =>
    defineFunction(anchor, SEARCH, (args) => {
      const { text, from } = within(args);
      return self.find(anchor, text, from);
    });

const members: Members<PatternValue> = {
  pattern: (self) => self.pattern,
  flags: (self) => self.translation.flags | FLAGS.UNICODE,
  groups: (self) => self.translation.groupNames.length,
  groupindex: (self) =>
    new Map(
      self.translation.groupNames.flatMap((name, index): [Value, Value][] =>
        name === null ? [] : [[name, index + 1]],
      ),
    ),
  search: finder('search'),
  match: finder('match'),
  fullmatch: finder('fullmatch'),
  findall: (self) => defineFunction('findall', SEARCH, (args) => findAll(self, within(args).text)),
  finditer: (self) =>
    defineFunction(
      'finditer',
      SEARCH,
      (args) => new IteratorValue('callable_iterator', self.matches(within(args).text)),
    ),
  split: (self) =>
    defineFunction('split', [{ name: 'string' }, { name: 'maxsplit', default: 0 }], (args) =>
      split(self, within(args).text, integerArgument(args['maxsplit'])),
    ),
  sub: (self) =>
    defineFunction('sub', SUBSTITUTE, ({ repl, string, count }) =>
      substitute(
        self,
        repl ?? null,
        textArgument(string, 'sub() argument string'),
        integerArgument(count),
        (text) => text,
      ),
    ),
  subn: (self) =>
    defineFunction('subn', SUBSTITUTE, ({ repl, string, count }) =>
      substitute(
        self,
        repl ?? null,
        textArgument(string, 'subn() argument string'),
        integerArgument(count),
        (text, made) => Tuple.fromItems([text, made]),
      ),
    ),
};
