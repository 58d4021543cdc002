import { defineFunction, type BoundArguments, type Parameter } from '../define-function.ts';
import { TemplateObject, type KeywordArguments, type TemplateFunction, type Value } from '../value.ts';

/** Attributes and methods of a kind of object, by Python's names; each entry makes the member for one object. */
export type Members<T> = Readonly<Record<string, (self: T) => Value>>;

/** The member of an object, or undefined when it has none of this name. */
export function memberOf<T>(members: Members<T>, self: T, name: string): Value | undefined {
  return Object.hasOwn(members, name) ? members[name]?.(self) : undefined;
}

/** A method without parameters. */
export function getter(name: string, body: () => Value): TemplateFunction {
  return defineFunction(name, [], body);
}

/** Parameters that may be left out, with None as the default. */
export function optional(...names: readonly string[]): Parameter[] {
  return names.map((name) => ({ name, default: null }));
}

/** Parameters that must be given. */
export function required(...names: readonly string[]): Parameter[] {
  return names.map((name) => ({ name }));
}

/** What a Python class is made of. */
export interface ClassShape {
  /** Full name, e.g. `datetime.date`. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly construct: (args: BoundArguments) => Value;
  /** Class methods and constants, made on first use: constants may be instances of the class itself. */
  readonly members: Readonly<Record<string, () => Value>>;
}

/** A Python class as a template sees it: it is called to make an object, and has class methods and constants. */
export class PythonClass extends TemplateObject {
  readonly typeName = 'type';
  readonly #shape: ClassShape;
  readonly #make: TemplateFunction;

  constructor(shape: ClassShape) {
    super();
    this.#shape = shape;
    const shortName = shape.name.slice(shape.name.lastIndexOf('.') + 1);
    this.#make = defineFunction(shortName, shape.parameters, shape.construct);
  }

  override invoke(args: readonly Value[], kwargs: KeywordArguments): Value | Promise<Value> {
    return this.#make.invoke(args, kwargs);
  }

  override getAttribute(name: string): Value | undefined {
    const { members } = this.#shape;
    return Object.hasOwn(members, name) ? members[name]?.() : undefined;
  }

  override toText(): string {
    return `<class '${this.#shape.name}'>`;
  }
}
