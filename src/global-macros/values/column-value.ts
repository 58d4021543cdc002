import type { Column } from '../../adapter-api/column.ts';
import type { Dialect } from '../../adapter-api/dialect.ts';
import { TemplateFunction, TemplateObject, type Value } from '../../template/value.ts';
import { toText } from '../../template/values/to-text.ts';

const SIZE = /\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)/;

/** Sizes given beside a type that does not name them itself. */
export interface ColumnSizes {
  readonly characters?: number;
  readonly precision?: number;
  readonly scale?: number;
}

/** A column as templates see it: name, type, and what dbt's `Column` answers about them. */
export class ColumnValue extends TemplateObject {
  readonly typeName = 'Column';
  readonly column: Column;
  readonly #dialect: Dialect;
  readonly #sizes: ColumnSizes;

  constructor(column: Column, dialect: Dialect, sizes: ColumnSizes = {}) {
    super();
    this.column = column;
    this.#dialect = dialect;
    this.#sizes = sizes;
  }

  override getAttribute(name: string): Value | undefined {
    const { column } = this;
    switch (name) {
      case 'name':
      case 'column':
        return column.name;
      case 'dtype':
        return column.dataType;
      case 'data_type':
        return this.#dataType();
      case 'quoted':
        return this.#dialect.quoteIdentifier(column.name);
      case 'char_size':
        return this.#sizes.characters ?? (this.#isString() ? this.#size(1) : null);
      case 'numeric_precision':
        return this.#sizes.precision ?? (this.#dialect.isNumeric(column.dataType) ? this.#size(1) : null);
      case 'numeric_scale':
        return this.#sizes.scale ?? (this.#dialect.isNumeric(column.dataType) ? this.#size(2) : null);
      case 'fields':
        return [];
      default:
        return this.#method(name);
    }
  }

  #method(name: string): Value | undefined {
    const { dataType } = this.column;
    const answers: Readonly<Record<string, () => Value>> = {
      is_string: () => this.#isString(),
      is_numeric: () => this.#dialect.isNumeric(this.#bareType()) && dataType === this.#bareType(),
      is_integer: () => this.#dialect.isInteger(dataType),
      is_float: () => this.#dialect.isFloat(dataType),
      is_number: () =>
        this.#dialect.isInteger(dataType) ||
        this.#dialect.isFloat(dataType) ||
        this.#dialect.isNumeric(dataType),
      is_struct: () => /^struct/i.test(dataType),
      string_size: () => this.#stringSize(),
    };
    const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
    if (answer) return new TemplateFunction(name, answer);
    if (name === 'literal')
      return new TemplateFunction(name, ([value]) => `${toText(value ?? '')}::${dataType}`);
    if (name === 'can_expand_to')
      return new TemplateFunction(name, ([other]) => this.#canExpandTo(other ?? null));
    return undefined;
  }

  #canExpandTo(other: Value): boolean {
    if (!(other instanceof ColumnValue)) return false;
    return this.#dialect.widerStringType(this.column.dataType, other.column.dataType) !== null;
  }

  #isString(): boolean {
    return this.#dialect.isString(this.column.dataType);
  }

  /** Strings read `character varying(n)`, as dbt writes them. */
  #dataType(): string {
    const { dataType } = this.column;
    const { precision, scale } = this.#sizes;
    if (this.#isString()) return `character varying(${this.#stringSize()})`;
    return precision !== undefined && scale !== undefined && this.#dialect.isNumeric(dataType)
      ? `${dataType}(${precision},${scale})`
      : dataType;
  }

  #stringSize(): number {
    return this.#sizes.characters ?? this.#size(1) ?? DEFAULT_STRING_SIZE;
  }

  #bareType(): string {
    return this.column.dataType.replace(SIZE, '').trim();
  }

  #size(group: 1 | 2): number | null {
    const text = SIZE.exec(this.column.dataType)?.[group];
    return text === undefined ? null : Number(text);
  }

  override toText(): string {
    return `<Column ${this.column.name} (${this.column.dataType})>`;
  }

  override equals(other: Value): boolean {
    return (
      other instanceof ColumnValue &&
      other.column.name === this.column.name &&
      other.column.dataType === this.column.dataType
    );
  }
}

/** What dbt takes for a string column without a length. */
const DEFAULT_STRING_SIZE = 256;
