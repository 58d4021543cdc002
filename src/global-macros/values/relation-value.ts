import type { Dialect } from '../../adapter-api/dialect.ts';
import type { QuotePolicy, Relation, RelationName, RelationType } from '../../adapter-api/relation.ts';
import { defineFunction } from '../../template/define-function.ts';
import { TemplateFault } from '../../template/runtime/template-fault.ts';
import { TemplateFunction, TemplateObject, type Value } from '../../template/value.ts';
import { isTruthy } from '../../template/values/truthy.ts';
import { toText } from '../../template/values/to-text.ts';
import { fieldMethod, FieldsValue } from './fields-value.ts';

/** Parts of a relation's name. */
export type RelationPart = 'database' | 'schema' | 'identifier';

/** What a relation value carries beside its relation. */
export interface RelationOptions {
  /** Parts that are printed. */
  readonly include?: Readonly<Record<RelationPart, boolean>>;
  /** Text that stands for the relation instead of its name, e.g. an ephemeral model's CTE or `(select …) alias`. */
  readonly text?: string;
  /** Given for the database's information schema: its view, or null for the schema itself. */
  readonly informationSchema?: string | null;
  /** Whether dbt or tx made the relation, as the template that created the value said. */
  readonly created?: boolean;
}

const ALL: Readonly<Record<RelationPart, boolean>> = { database: true, schema: true, identifier: true };

/** A relation as templates see it (`this`, `ref()`, `source()`, `api.Relation.create()`): prints its quoted name. */
export class RelationValue extends TemplateObject {
  readonly typeName: string;
  readonly relation: Relation;
  readonly dialect: Dialect;
  readonly #include: Readonly<Record<RelationPart, boolean>>;
  readonly #options: RelationOptions;

  constructor(relation: Relation, dialect: Dialect, options: RelationOptions = {}) {
    super();
    this.relation = relation;
    this.dialect = dialect;
    this.typeName = dialect.relationTypeName;
    this.#include = options.include ?? ALL;
    this.#options = options;
  }

  /** The name as SQL, whatever text stands for the relation. */
  render(): string {
    const { relation } = this;
    const { informationSchema } = this.#options;
    const part = (name: RelationPart): string | null => (this.#include[name] ? relation[name] : null);
    if (informationSchema !== undefined) {
      const name = { database: part('database'), schema: null, identifier: null, quoting: relation.quoting };
      return [this.dialect.renderRelation(name), 'INFORMATION_SCHEMA', informationSchema ?? '']
        .filter((text) => text !== '')
        .join('.');
    }
    return this.dialect.renderRelation({
      database: part('database'),
      schema: part('schema'),
      identifier: part('identifier'),
      quoting: relation.quoting,
    });
  }

  override toText(): string {
    return this.#options.text ?? this.render();
  }

  override toRepr(): string {
    return `<${this.typeName} ${this.toText()}>`;
  }

  override equals(other: Value): boolean {
    return (
      other instanceof RelationValue &&
      other.toText() === this.toText() &&
      other.relation.type === this.relation.type
    );
  }

  override toJson(): unknown {
    return this.toText();
  }

  override getItem(key: Value): Value | undefined {
    return typeof key === 'string' ? this.getAttribute(key) : undefined;
  }

  /** dbt's relations count as mappings, though only `get` and items by name work on them. */
  override isMapping(): boolean {
    return true;
  }

  override getAttribute(name: string): Value | undefined {
    const { relation } = this;
    const { type } = relation;
    switch (name) {
      case 'database':
      case 'schema':
      case 'identifier':
        return relation[name];
      case 'name':
      case 'table':
        return relation.identifier;
      case 'type':
        return type;
      case 'is_table':
      case 'is_view':
      case 'is_cte':
      case 'is_materialized_view':
      case 'is_pointer':
      case 'is_function':
        return type === name.slice('is_'.length);
      case 'can_be_renamed':
      case 'can_be_replaced':
        return type === 'table' || type === 'view';
      case 'metadata':
        return new Map<Value, Value>([['type', this.typeName]]);
      default:
        return this.#method(name) ?? this.#field(name);
    }
  }

  #field(name: string): Value | undefined {
    const fields = this.#fields();
    return Object.hasOwn(fields, name) ? fields[name] : undefined;
  }

  /** What dbt keeps of a relation, by field. */
  #fields(): Readonly<Record<string, Value>> {
    const { database, schema, identifier, type, quoting } = this.relation;
    return {
      path: new FieldsValue('Path', { database, schema, identifier }),
      type,
      quote_character: this.dialect.quoteIdentifier('').charAt(0),
      include_policy: new FieldsValue('Policy', { ...this.#include }),
      quote_policy: new FieldsValue('Policy', { ...quoting }),
      dbt_created: this.#options.created ?? false,
      limit: null,
      event_time_filter: null,
      require_alias: this.dialect.subqueriesNeedAlias,
      catalog: null,
      external: null,
    };
  }

  #dictionary(): Map<Value, Value> {
    const plain = (value: Value): Value => (value instanceof FieldsValue ? value.toDictionary() : value);
    return new Map(Object.entries(this.#fields()).map(([name, value]) => [name, plain(value)]));
  }

  #method(name: string): Value | undefined {
    switch (name) {
      case 'get':
      case 'to_dict':
        return fieldMethod(name, () => this.#dictionary(), { get: (key) => this.getAttribute(key) });
      case 'render':
        return new TemplateFunction(name, () => this.render());
      case 'render_limited':
        return new TemplateFunction(name, () => this.toText());
      case 'add_ephemeral_prefix':
        return new TemplateFunction(name, ([model]) => `__dbt__cte__${toText(model ?? '')}`);
      case 'include':
        return new TemplateFunction(name, (_args, kwargs) =>
          this.#with({ include: policy(this.#include, kwargs) }),
        );
      case 'quote':
        return new TemplateFunction(name, (_args, kwargs) =>
          this.derive({ quoting: policy(this.relation.quoting, kwargs) as QuotePolicy }),
        );
      case 'incorporate':
        return defineFunction(name, INCORPORATE, (args) =>
          this.#incorporate(args['path'] ?? null, args['type'] ?? null),
        );
      case 'replace_path':
        return new TemplateFunction(name, (_args, kwargs) =>
          this.derive(Object.fromEntries(kwargs ?? []) as Partial<RelationName>),
        );
      case 'without_identifier':
        return new TemplateFunction(name, () =>
          this.#with({ include: { ...this.#include, identifier: false } }),
        );
      case 'quoted':
        return new TemplateFunction(name, ([text]) => this.dialect.quoteIdentifier(toText(text ?? '')));
      case 'information_schema':
        return new TemplateFunction(name, ([view]) => this.#informationSchema(view ?? null));
      case 'information_schema_only':
        return new TemplateFunction(name, () => this.#informationSchema(null));
      case 'matches':
        return defineFunction(name, MATCHES, (args) => this.#matches(args));
      default:
        return undefined;
    }
  }

  /** This relation with parts of its name, its type or its quoting replaced. */
  derive(changes: Partial<Relation>): RelationValue {
    return new RelationValue({ ...this.relation, ...changes }, this.dialect, { include: this.#include });
  }

  #with(options: RelationOptions): RelationValue {
    const { informationSchema } = this.#options;
    return new RelationValue(this.relation, this.dialect, {
      include: this.#include,
      ...(informationSchema === undefined ? {} : { informationSchema }),
      ...options,
    });
  }

  #incorporate(path: Value, type: Value): RelationValue {
    const parts = path instanceof Map ? (Object.fromEntries(path) as Partial<RelationName>) : {};
    return this.derive({ ...parts, ...(type === null ? {} : { type: toText(type) as RelationType }) });
  }

  #informationSchema(view: Value): Value {
    return this.#with({ informationSchema: view === null ? null : toText(view) });
  }

  #matches(args: Readonly<Record<string, Value>>): boolean {
    const same = (part: RelationPart): boolean => {
      const wanted = args[part] ?? null;
      return wanted === null || toText(wanted).toLowerCase() === (this.relation[part] ?? '').toLowerCase();
    };
    return same('database') && same('schema') && same('identifier');
  }
}

const INCORPORATE = [
  { name: 'path', default: null },
  { name: 'type', default: null },
];
const MATCHES = [
  { name: 'database', default: null },
  { name: 'schema', default: null },
  { name: 'identifier', default: null },
];

function policy(
  base: Readonly<Record<RelationPart, boolean>>,
  kwargs: ReadonlyMap<string, Value> | null,
): Readonly<Record<RelationPart, boolean>> {
  const result = { ...base };
  for (const [key, value] of kwargs ?? []) {
    if (!(key in base)) throw new TemplateFault(`'${key}' is not a part of a relation's name`);
    result[key as RelationPart] = isTruthy(value);
  }
  return result;
}

/** The relation in a template value. Throws TemplateFault when it is something else. */
export function relationOf(value: Value, what: string): Relation {
  if (value instanceof RelationValue) return value.relation;
  throw new TemplateFault(`${what} needs a relation, got ${value === null ? 'None' : toText(value)}`);
}
