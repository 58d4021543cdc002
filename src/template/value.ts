/**
 * The values a template computes with. They follow Python: `null` is None, a dict is a `Map`, a list is an array,
 * a tuple is a `Tuple`, an integral float is a `Float`, and what is missing is an `Undefined`, never `undefined`.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Value[]
  | Map<Value, Value>
  | Set<Value>
  | TemplateObject
  | TemplateFunction;

/** Keyword arguments of a call; null when there are none. */
export type KeywordArguments = ReadonlyMap<string, Value> | null;

/**
 * An object from outside that a template may touch. Templates reach only what `getAttribute` and `getItem` return:
 * no JavaScript property or prototype is visible to them.
 */
export abstract class TemplateObject {
  /** Python's type name, as error messages show it. */
  abstract readonly typeName: string;

  /** The attribute, or undefined when there is none (the template then sees a Jinja undefined). */
  getAttribute(_name: string): Value | undefined {
    return undefined;
  }

  /** The item for `object[key]`, or undefined when there is none. */
  getItem(_key: Value): Value | undefined {
    return undefined;
  }

  /** How `{{ object }}` prints. */
  toText(): string {
    return `<${this.typeName} object>`;
  }

  /** How the object prints inside a list or with `%r`. */
  toRepr(): string {
    return this.toText();
  }

  isTruthy(): boolean {
    return true;
  }

  /** Items for a `for` loop; undefined when the object is not iterable. */
  iterate(): Iterable<Value> | undefined {
    return undefined;
  }

  /** For `|length`; undefined when the object has no length. */
  length(): number | undefined {
    return undefined;
  }

  /** Whether the test `is mapping` holds. */
  isMapping(): boolean {
    return this.getAttribute('items') !== undefined;
  }

  /** Called as a function; undefined means "not callable". */
  invoke?(args: readonly Value[], kwargs: KeywordArguments): Value | Promise<Value>;

  equals(other: Value): boolean {
    return this === other;
  }

  /** Negative, zero or positive; undefined when the two cannot be ordered. */
  compare(_other: Value): number | undefined {
    return undefined;
  }

  /** Result of `this <operator> other` or, with `reflected`, `other <operator> this`; undefined when unsupported. */
  operate(_operator: string, _other: Value, _reflected: boolean): Value | undefined {
    return undefined;
  }

  /** A JSON value for `tojson`; undefined when the object cannot be serialised. */
  toJson(): unknown {
    return undefined;
  }
}

/**
 * A function a template can call. `invoke` may give a promise in the asynchronous flavour (compile and run); in the
 * synchronous flavour (parse) it must not.
 */
export class TemplateFunction {
  readonly name: string;
  readonly invoke: (args: readonly Value[], kwargs: KeywordArguments) => Value | Promise<Value>;
  /** What the function has beside being called; most have nothing. */
  readonly attribute: ((name: string) => Value | undefined) | undefined;

  constructor(
    name: string,
    invoke: (args: readonly Value[], kwargs: KeywordArguments) => Value | Promise<Value>,
    attribute?: (name: string) => Value | undefined,
  ) {
    this.name = name;
    this.invoke = invoke;
    this.attribute = attribute;
  }
}

/** Where a template looks names up that it does not define itself. */
export interface Scope {
  /** The value of a global name, or undefined when there is none. */
  lookup(name: string): Value | undefined;
  /** Names that can be looked up, for suggestions in messages. */
  names?(): Iterable<string>;
}
