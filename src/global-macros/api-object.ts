import type { QuotePolicy, Relation, RelationType } from '../adapter-api/relation.ts';
import { defineFunction } from '../template/define-function.ts';
import { TemplateFunction, TemplateObject, type Value } from '../template/value.ts';
import { toText } from '../template/values/to-text.ts';
import { isTruthy } from '../template/values/truthy.ts';
import type { MacroContext } from './macro-context.ts';
import { ColumnValue, type ColumnSizes } from './values/column-value.ts';
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
        ],
        (args) => this.#create(args),
        { variadic: true },
      );
    }
    if (name === 'get_relation_type') return new Members({});
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
    return new RelationValue(relation, adapter.dialect);
  }
}

function quotingOf(value: Value, otherwise: QuotePolicy): QuotePolicy {
  if (!(value instanceof Map)) return otherwise;
  const part = (name: keyof QuotePolicy): boolean => isTruthy(value.get(name) ?? otherwise[name]);
  return { database: part('database'), schema: part('schema'), identifier: part('identifier') };
}

function definedOf(sizes: Readonly<Record<keyof ColumnSizes, number | undefined>>): ColumnSizes {
  return Object.fromEntries(Object.entries(sizes).filter(([, size]) => size !== undefined));
}

class ColumnFactory extends TemplateObject {
  readonly typeName = 'type';
  readonly #context: MacroContext;

  constructor(context: MacroContext) {
    super();
    this.#context = context;
  }

  override invoke(args: readonly Value[], kwargs: ReadonlyMap<string, Value> | null): Value {
    const name = args[0] ?? kwargs?.get('column') ?? kwargs?.get('name') ?? '';
    const type = args[1] ?? kwargs?.get('dtype') ?? '';
    const size = (at: number, key: string): number | undefined => {
      const value = args[at] ?? kwargs?.get(key);
      return typeof value === 'number' ? value : undefined;
    };
    const sizes = {
      characters: size(2, 'char_size'),
      precision: size(3, 'numeric_precision'),
      scale: size(4, 'numeric_scale'),
    };
    const { dialect } = this.#context.adapter;
    return new ColumnValue({ name: toText(name), dataType: toText(type) }, dialect, definedOf(sizes));
  }

  override getAttribute(name: string): Value | undefined {
    const { dialect } = this.#context.adapter;
    switch (name) {
      case 'create':
        return new TemplateFunction(name, (args, kwargs) => this.invoke(args, kwargs));
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
