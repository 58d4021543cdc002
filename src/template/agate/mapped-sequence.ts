import { defineFunction } from '../define-function.ts';
import { TemplateFault } from '../runtime/template-fault.ts';
import { TemplateObject, type Value } from '../value.ts';
import { equals } from '../values/equals.ts';
import { toRepr } from '../values/to-text.ts';
import { Tuple } from '../values/tuple.ts';
import { numberOf } from '../values/type-name.ts';
import { getter, memberOf, required, type Members } from '../modules/python-class.ts';

/** Values beyond this many print as an ellipsis. */
const SHOWN = 5;

/** agate's sequence whose items have names: found by index and by name; what rows, columns and lists of them are. */
export class MappedSequence extends TemplateObject {
  readonly typeName: string;
  readonly items: readonly Value[];
  /** Names of the items; null when they have none. */
  readonly names: readonly string[] | null;

  constructor(typeName: string, items: readonly Value[], names: readonly string[] | null) {
    super();
    this.typeName = typeName;
    this.items = items;
    this.names = names;
  }

  override getAttribute(name: string): Value | undefined {
    return memberOf(members, this, name);
  }

  override getItem(key: Value): Value | undefined {
    if (typeof key === 'string') {
      const at = this.names?.indexOf(key) ?? -1;
      return at === -1 ? undefined : this.items[at];
    }
    const index = numberOf(key);
    return index === undefined ? undefined : this.items.at(index);
  }

  override iterate(): readonly Value[] {
    return this.items;
  }

  override length(): number {
    return this.items.length;
  }

  override isTruthy(): boolean {
    return this.items.length > 0;
  }

  override equals(other: Value): boolean {
    const others = other instanceof MappedSequence ? other.items : Array.isArray(other) ? other : null;
    return (
      others !== null &&
      others.length === this.items.length &&
      this.items.every((item, index) => equals(item, others[index] ?? null))
    );
  }

  override toText(): string {
    const shown = this.items.slice(0, SHOWN).map(toRepr);
    if (this.items.length > SHOWN) shown.push('...');
    return `<${this.typeName}: (${shown.join(', ')})>`;
  }
}

function pairs(self: MappedSequence): readonly (readonly [string, Value])[] {
  if (self.names === null) throw new TemplateFault(`${self.typeName} has no names for its items`);
  return self.names.map((name, index) => [name, self.items[index] ?? null] as const);
}

const members: Members<MappedSequence> = {
  values: (self) => getter('values', () => Tuple.fromItems(self.items)),
  keys: (self) => getter('keys', () => (self.names === null ? null : Tuple.fromItems(self.names))),
  items: (self) => getter('items', () => Tuple.fromItems(pairs(self).map((pair) => Tuple.fromItems(pair)))),
  dict: (self) => getter('dict', () => new Map<Value, Value>(pairs(self))),
  get: (self) =>
    defineFunction('get', [{ name: 'key' }, { name: 'default', default: null }], (args) => {
      const item = typeof args['key'] === 'string' ? self.getItem(args['key']) : undefined;
      return item === undefined ? (args['default'] ?? null) : item;
    }),
  index: (self) =>
    defineFunction('index', required('value'), ({ value }) => {
      const at = self.items.findIndex((item) => equals(item, value ?? null));
      if (at === -1) throw new TemplateFault(`${toRepr(value ?? null)} is not in the sequence`);
      return at;
    }),
  count: (self) =>
    defineFunction(
      'count',
      required('value'),
      ({ value }) => self.items.filter((item) => equals(item, value ?? null)).length,
    ),
};
