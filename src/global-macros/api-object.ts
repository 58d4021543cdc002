import type { QuotePolicy, Relation, RelationType } from '../adapter-api/relation.ts';
import { ansiDialect } from '../adapter-api/ansi-dialect.ts';
import { bindArguments, defineFunction } from '../template/define-function.ts';
import { TemplateFunction, TemplateObject, type Value } from '../template/value.ts';
import { toText } from '../template/values/to-text.ts';
import { isTruthy } from '../template/values/truthy.ts';
import type { MacroContext } from './macro-context.ts';
import { ColumnValue } from './values/column-value.ts';
import { FieldsValue } from './values/fields-value.ts';
import { RelationValue } from './values/relation-value.ts';

/** `api.Relation` and `api.Column`. */
export function apiObject(context: MacroContext): TemplateObject {
  const members: Readonly<Record<string, TemplateObject>> = {
    Relation: new RelationFactory(context),
    Column: new ColumnFactory(context),
  };
  return new Members(members);
}

class Members extends TemplateObject {
  readonly typeName = 'dict';
  readonly #members: Readonly<Record<string, TemplateObject>>;

  constructor(members: Readonly<Record<string, TemplateObject>>) {
    super();
    this.#members = members;
  }

  override getAttribute(name: string): Value | undefined {
    return Object.hasOwn(this.#members, name) ? this.#members[name] : undefined;
  }
}

const RELATION_TYPES: Readonly<Record<string, RelationType>> = {
  Table: 'table',
  View: 'view',
  CTE: 'cte',
  MaterializedView: 'materialized_view',
  External: 'external',
};

const INCLUDED = { database: true, schema: true, identifier: true } as const;

class RelationFactory extends TemplateObject {
  readonly typeName = 'type';
  readonly #context: MacroContext;

  constructor(context: MacroContext) {
    super();
    this.#context = context;
  }

  override getAttribute(name: string): Value | undefined {
    const type = Object.hasOwn(RELATION_TYPES, name) ? RELATION_TYPES[name] : undefined;
    if (type !== undefined) return type;
    if (name === 'create') {
      return defineFunction(
        'create',
        [
          { name: 'database', default: null },
          { name: 'schema', default: null },
          { name: 'identifier', default: null },
          { name: 'type', default: null },
          { name: 'quote_policy', default: null },
          { name: 'include_policy', default: null },
          { name: 'dbt_created', default: false },
        ],
        (args) => this.#create(args),
        { variadic: true },
      );
    }
    if (name === 'get_relation_type') return new FieldsValue('RelationType', RELATION_TYPES);
    if (name === 'quote_character') return this.#context.adapter.dialect.quoteIdentifier('').charAt(0);
    if (name === 'get_default_quote_policy' || name === 'get_default_include_policy') {
      const { defaultQuoting } = this.#context.adapter;
      const policy = name === 'get_default_quote_policy' ? { ...defaultQuoting } : INCLUDED;
      return new TemplateFunction(name, () => new FieldsValue('Policy', policy));
    }
    return undefined;
  }

  #create(args: Readonly<Record<string, Value>>): Value {
    const text = (key: string): string | null =>
      args[key] === null || args[key] === undefined ? null : toText(args[key]);
    const { adapter } = this.#context;
    const relation: Relation = {
      database: text('database'),
      schema: text('schema'),
      identifier: text('identifier'),
      type: text('type') as RelationType | null,
      quoting: quotingOf(args['quote_policy'] ?? null, adapter.defaultQuoting),
    };
    const include = quotingOf(args['include_policy'] ?? null, INCLUDED);
    return new RelationValue(relation, adapter.dialect, {
      include: { ...include },
      created: isTruthy(args['dbt_created'] ?? false),
    });
  }
}

function quotingOf(value: Value, otherwise: QuotePolicy): QuotePolicy {
  if (!(value instanceof Map)) return otherwise;
  const part = (name: keyof QuotePolicy): boolean => isTruthy(value.get(name) ?? otherwise[name]);
  return { database: part('database'), schema: part('schema'), identifier: part('identifier') };
}

const COLUMN = [
  { name: 'column' },
  { name: 'dtype' },
  { name: 'char_size', default: null },
  { name: 'numeric_precision', default: null },
  { name: 'numeric_scale', default: null },
];

class ColumnFactory extends TemplateObject {
  readonly typeName = 'type';
  readonly #context: MacroContext;

  constructor(context: MacroContext) {
    super();
    this.#context = context;
  }

  override invoke(args: readonly Value[], kwargs: ReadonlyMap<string, Value> | null): Value {
    const { bound } = bindArguments('Column', COLUMN, args, kwargs, true);
    const { dialect } = this.#context.adapter;
    const [name, dataType] = [toText(bound['column'] ?? ''), toText(bound['dtype'] ?? '')];
    const size = (key: string): number | null =>
      bound[key] === null || bound[key] === undefined ? null : Number(toText(bound[key]));
    return new ColumnValue({ name, dataType }, dialect, {
      name: dataType,
      charSize: size('char_size'),
      precision: size('numeric_precision'),
      scale: size('numeric_scale'),
    });
  }

  override getAttribute(name: string): Value | undefined {
    const { dialect } = this.#context.adapter;
    switch (name) {
      case 'create':
        return new TemplateFunction(name, (args, kwargs) => this.invoke(args, kwargs));
      case 'from_description':
        return new TemplateFunction(name, ([column, type]) => {
          const given = { name: toText(column ?? ''), dataType: toText(type ?? '') };
          return new ColumnValue(given, dialect, ansiDialect.columnType(given.dataType));
        });
      case 'translate_type':
        return new TemplateFunction(name, ([type]) => translateType(toText(type ?? ''), dialect.functions));
      case 'string_type':
        return new TemplateFunction(name, ([size]) => `character varying(${toText(size ?? '')})`);
      case 'numeric_type':
        return new TemplateFunction(name, ([type, precision, scale]) =>
          precision === null || precision === undefined || scale === null || scale === undefined
            ? toText(type ?? '')
            : `${toText(type ?? '')}(${toText(precision)},${toText(scale)})`,
        );
      default:
        return undefined;
    }
  }
}

/** dbt's type names that differ between warehouses, by the function that gives the warehouse's own. */
const TRANSLATED: Readonly<Record<string, string>> = {
  string: 'type_string',
  timestamp: 'type_timestamp',
  float: 'type_float',
  integer: 'type_int',
  boolean: 'type_boolean',
};

function translateType(
  type: string,
  functions: Readonly<Record<string, (...args: never[]) => string>>,
): string {
  const name = TRANSLATED[type.toLowerCase()];
  const translate = name === undefined ? undefined : functions[name];
  return translate === undefined ? type : translate();
}
