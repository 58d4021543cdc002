import { TemplateObject, type Value } from '../value.ts';

/** A Python module as a template sees it: names, and nothing else. */
export class PythonModule extends TemplateObject {
  readonly typeName = 'module';
  readonly #name: string;
  readonly #names: Readonly<Record<string, Value>>;

  constructor(name: string, names: Readonly<Record<string, Value>>) {
    super();
    this.#name = name;
    this.#names = names;
  }

  override getAttribute(name: string): Value | undefined {
    return Object.hasOwn(this.#names, name) ? this.#names[name] : undefined;
  }

  override toText(): string {
    return `<module '${this.#name}'>`;
  }
}
