import { defineFunction } from '../../define-function.ts';
import { TemplateFault } from '../../runtime/template-fault.ts';
import { TemplateObject, TemplateFunction, type Value } from '../../value.ts';
import { toRepr } from '../../values/to-text.ts';
import { Tuple } from '../../values/tuple.ts';
import { textArgument } from '../arguments.ts';
import { memberOf, optional, required, type Members } from '../python-class.ts';
import { parseReplacement, type ReplacementPart } from './replacement.ts';

/** What a match must know of its pattern. */
export interface MatchOrigin {
  readonly object: TemplateObject;
  readonly groupNames: readonly (string | null)[];
  /** The match again, with the place of every group. */
  readonly locate: (text: string, at: number) => readonly (readonly [number, number] | undefined)[];
}

/** Python's match object. */
export class MatchValue extends TemplateObject {
  readonly typeName = 're.Match';
  readonly text: string;
  readonly start: number;
  readonly groups: readonly (string | undefined)[];
  readonly origin: MatchOrigin;

  constructor(found: RegExpExecArray, text: string, origin: MatchOrigin) {
    super();
    this.text = text;
    this.start = found.index;
    this.groups = [...found];
    this.origin = origin;
  }

  get end(): number {
    return this.start + (this.groups[0] ?? '').length;
  }

  /** The number of a group that is given by number or name. Throws TemplateFault when there is none. */
  groupNumber(key: Value): number {
    const number = typeof key === 'string' ? this.origin.groupNames.indexOf(key) + 1 || -1 : Number(key);
    if (number < 0 || number >= this.groups.length || !Number.isInteger(number))
      throw new TemplateFault(`no such group: ${toRepr(key)}`);
    return number;
  }

  group(key: Value): string | null {
    return this.groups[this.groupNumber(key)] ?? null;
  }

  /** Start and end of a group in characters; -1 when it took no part. */
  span(key: Value): readonly [number, number] {
    const number = this.groupNumber(key);
    const units =
      number === 0 ? ([this.start, this.end] as const) : this.origin.locate(this.text, this.start)[number];
    if (!units) return [-1, -1];
    return [charactersIn(this.text, units[0]), charactersIn(this.text, units[1])];
  }

  /** Fills the groups into a replacement. */
  expand(parts: readonly ReplacementPart[]): string {
    return parts
      .map((part) => (typeof part === 'string' ? part : (this.groups[this.groupNumber(part.group)] ?? '')))
      .join('');
  }

  override getAttribute(name: string): Value | undefined {
    return memberOf(members, this, name);
  }

  override getItem(key: Value): Value | undefined {
    if (typeof key === 'string' && !this.origin.groupNames.includes(key)) return undefined;
    return this.group(key);
  }

  override toText(): string {
    const [start, end] = this.span(0);
    return `<re.Match object; span=(${start}, ${end}), match=${toRepr(this.groups[0] ?? '')}>`;
  }
}

/** Characters before a place in UTF-16 units: Python counts code points. */
function charactersIn(text: string, units: number): number {
  let surrogates = 0;
  for (let index = 0; index < units; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xdc00 && unit <= 0xdfff) surrogates += 1;
  }
  return units - surrogates;
}

function lastIndex(self: MatchValue): number | null {
  for (let index = self.groups.length - 1; index > 0; index -= 1) {
    if (self.groups[index] !== undefined) return index;
  }
  return null;
}

const ofGroup = (name: string, body: (key: Value) => Value): TemplateFunction =>
  defineFunction(name, [{ name: 'group', default: 0 }], ({ group }) => body(group ?? 0));

const members: Members<MatchValue> = {
  group: (self) =>
    new TemplateFunction('group', (args) => {
      if (args.length > 1) return Tuple.fromItems(args.map((key) => self.group(key)));
      return self.group(args[0] ?? 0);
    }),
  groups: (self) =>
    defineFunction('groups', optional('default'), (args) =>
      Tuple.fromItems(self.groups.slice(1).map((text) => text ?? args['default'] ?? null)),
    ),
  groupdict: (self) =>
    defineFunction('groupdict', optional('default'), (args) => {
      const dict = new Map<Value, Value>();
      self.origin.groupNames.forEach((name, index) => {
        if (name !== null) dict.set(name, self.groups[index + 1] ?? args['default'] ?? null);
      });
      return dict;
    }),
  start: (self) => ofGroup('start', (key) => self.span(key)[0]),
  end: (self) => ofGroup('end', (key) => self.span(key)[1]),
  span: (self) => ofGroup('span', (key) => Tuple.fromItems(self.span(key))),
  expand: (self) =>
    defineFunction('expand', required('template'), ({ template }) =>
      self.expand(parseReplacement(textArgument(template, 'expand() argument 1'))),
    ),
  string: (self) => self.text,
  re: (self) => self.origin.object,
  lastindex: lastIndex,
  lastgroup: (self) => self.origin.groupNames[(lastIndex(self) ?? 0) - 1] ?? null,
  pos: () => 0,
  endpos: (self) => charactersIn(self.text, self.text.length),
};
