import { getter, memberOf, type Members } from '../modules/python-class.ts';
import type { Value } from '../value.ts';
import { makeSet } from '../values/hashed.ts';
import { Tuple } from '../values/tuple.ts';
import { dataTypeOf, type DataTypeKind } from './data-type.ts';
import { MappedSequence } from './mapped-sequence.ts';
import { compareNullsLast } from './sort.ts';

/** A column of an agate table: its values, and what they are. */
export class Column extends MappedSequence {
  readonly index: number;
  readonly name: string;
  readonly kind: DataTypeKind;

  constructor(index: number, name: string, kind: DataTypeKind, values: readonly Value[]) {
    super('agate.Column', values, null);
    this.index = index;
    this.name = name;
    this.kind = kind;
  }

  override getAttribute(name: string): Value | undefined {
    return memberOf(members, this, name) ?? super.getAttribute(name);
  }
}

const present = (self: Column): Value[] => self.items.filter((value) => value !== null);
const sorted = (values: readonly Value[]): Value[] => [...values].sort(compareNullsLast);

const members: Members<Column> = {
  name: (self) => self.name,
  index: (self) => self.index,
  data_type: (self) => dataTypeOf(self.kind),
  values_distinct: (self) => getter('values_distinct', () => Tuple.fromItems([...makeSet(self.items)])),
  values_without_nulls: (self) => getter('values_without_nulls', () => Tuple.fromItems(present(self))),
  values_sorted: (self) => getter('values_sorted', () => sorted(self.items)),
  values_without_nulls_sorted: (self) => getter('values_without_nulls_sorted', () => sorted(present(self))),
};
