import type { Column } from '../../adapter-api/column.ts';
import type { ColumnType, Dialect } from '../../adapter-api/dialect.ts';
import { TemplateFault } from '../../template/runtime/template-fault.ts';
import { TemplateFunction, TemplateObject, type Value } from '../../template/value.ts';
import { toRepr, toText } from '../../template/values/to-text.ts';

/** What dbt takes for a string column without a length. */
const DEFAULT_STRING_SIZE = 256;

/** A type that is its name alone: neither sizes nor brackets. */
const BARE = /^[\w ]+$/;

/** A column as templates see it: name, type, and what dbt's `Column` answers about them. */
export class ColumnValue extends TemplateObject {
  readonly typeName = 'Column';
  readonly column: Column;
  readonly #type: ColumnType;
  readonly #dialect: Dialect;

  /** `type` is given where a template says the parts of the type itself. */
  constructor(column: Column, dialect: Dialect, type: ColumnType = dialect.columnType(column.dataType)) {
    super();
    this.column = column;
    this.#type = type;
    this.#dialect = dialect;
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'name':
      case 'column':
        return this.column.name;
      case 'dtype':
        return this.#type.name;
      case 'data_type':
        return this.#dataType();
      case 'quoted':
        return this.#dialect.quoteIdentifier(this.column.name);
      case 'char_size':
        return this.#type.charSize;
      case 'numeric_precision':
        return this.#type.precision;
      case 'numeric_scale':
        return this.#type.scale;
      case 'fields':
        return [];
      default:
        return this.#method(name);
    }
  }

  #method(name: string): Value | undefined {
    const answers: Readonly<Record<string, () => Value>> = {
      is_string: () => this.#is('isString'),
      is_numeric: () => this.#is('isNumeric'),
      is_integer: () => this.#is('isInteger'),
      is_float: () => this.#is('isFloat'),
      is_number: () => this.#is('isInteger') || this.#is('isFloat') || this.#is('isNumeric'),
      is_struct: () => /^struct/i.test(this.#type.name),
      string_size: () => this.#stringSize(),
      to_dict: () => new Map(this.#fields()),
    };
    const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
    if (answer) return new TemplateFunction(name, answer);
    if (name === 'literal')
      return new TemplateFunction(name, ([value]) => `${toText(value ?? '')}::${this.#dataType()}`);
    if (name === 'can_expand_to')
      return new TemplateFunction(name, ([other]) => this.#canExpandTo(other ?? null));
    return undefined;
  }

  #is(kind: 'isString' | 'isNumeric' | 'isInteger' | 'isFloat'): boolean {
    return BARE.test(this.#type.name) && this.#dialect[kind](this.#type.name);
  }

  #canExpandTo(other: Value): boolean {
    if (!(other instanceof ColumnValue) || !this.#is('isString') || !other.#is('isString')) return false;
    return other.#stringSize() > this.#stringSize();
  }

  #stringSize(): number {
    if (!this.#is('isString')) throw new TemplateFault('Called string_size() on non-string field!');
    return this.#type.charSize ?? DEFAULT_STRING_SIZE;
  }

  /** The whole type, as dbt writes it: a string with its length is `character varying(n)`. */
  #dataType(): string {
    const { name, charSize, precision, scale } = this.#type;
    if (this.#is('isString')) {
      return charSize === null ? this.#dialect.unsizedString(name) : `character varying(${charSize})`;
    }
    return this.#is('isNumeric') && precision !== null && scale !== null
      ? `${name}(${precision},${scale})`
      : name;
  }

  #fields(): readonly (readonly [string, Value])[] {
    const { name, charSize, precision, scale } = this.#type;
    return [
      ['column', this.column.name],
      ['dtype', name],
      ['char_size', charSize],
      ['numeric_precision', precision],
      ['numeric_scale', scale],
    ];
  }

  override toText(): string {
    const fields = this.#fields().map(([name, value]) => `${name}=${toRepr(value)}`);
    return `${this.typeName}(${fields.join(', ')})`;
  }

  override equals(other: Value): boolean {
    return other instanceof ColumnValue && other.toText() === this.toText();
  }
}
