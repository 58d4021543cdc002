import { DateTimeValue } from '../modules/datetime/datetime.ts';
import { DateValue } from '../modules/datetime/date.ts';
import { DecimalValue } from '../modules/decimal.ts';
import { isFloat, isInteger } from '../modules/arguments.ts';
import { TemplateObject, type Value } from '../value.ts';
import { numberOf } from '../values/type-name.ts';
import { toText } from '../values/to-text.ts';

/** Kinds of agate columns, as dbt builds its tables. */
export type DataTypeKind = 'Integer' | 'Number' | 'Boolean' | 'Date' | 'DateTime' | 'Text';

const MODULES: Readonly<Record<DataTypeKind, string>> = {
  Integer: 'dbt_common.clients.agate_helper',
  Number: 'dbt_common.clients.agate_helper',
  Boolean: 'agate.data_types.boolean',
  Date: 'agate.data_types.date',
  DateTime: 'agate.data_types.date_time',
  Text: 'agate.data_types.text',
};

/** An agate column's type as a template sees it. */
export class DataType extends TemplateObject {
  readonly typeName: string;
  readonly kind: DataTypeKind;

  constructor(kind: DataTypeKind) {
    super();
    this.kind = kind;
    this.typeName = `${MODULES[kind]}.${kind}`;
  }

  override equals(other: Value): boolean {
    return other instanceof DataType && other.kind === this.kind;
  }
}

const DATA_TYPES: Readonly<Record<DataTypeKind, DataType>> = {
  Integer: new DataType('Integer'),
  Number: new DataType('Number'),
  Boolean: new DataType('Boolean'),
  Date: new DataType('Date'),
  DateTime: new DataType('DateTime'),
  Text: new DataType('Text'),
};

/** The type of a kind; one object for each. */
export function dataTypeOf(kind: DataTypeKind): DataType {
  return DATA_TYPES[kind];
}

const CHECKS: readonly (readonly [DataTypeKind, (value: Value) => boolean])[] = [
  ['Integer', (value) => isInteger(value) && typeof value !== 'boolean'],
  [
    'Number',
    (value) =>
      value instanceof DecimalValue || isFloat(value) || (isInteger(value) && typeof value !== 'boolean'),
  ],
  ['Boolean', (value) => typeof value === 'boolean'],
  ['Date', (value) => value instanceof DateValue],
  ['DateTime', (value) => value instanceof DateTimeValue],
];

/** The first kind that takes all values of a column, in dbt's order; None fits all, so an empty column is Integer. */
export function inferKind(values: readonly Value[]): DataTypeKind {
  const found = CHECKS.find(([, fits]) => values.every((value) => value === null || fits(value)));
  return found?.[0] ?? 'Text';
}

/** A value as a column of this kind holds it: numbers as decimals, anything in a text column as text. */
export function castTo(kind: DataTypeKind, value: Value): Value {
  if (value === null) return null;
  if (kind === 'Text') return toText(value);
  if (kind !== 'Number' || value instanceof DecimalValue) return value;
  return isFloat(value)
    ? DecimalValue.fromFloat(numberOf(value) ?? 0)
    : (DecimalValue.parse(toText(value)) ?? value);
}
