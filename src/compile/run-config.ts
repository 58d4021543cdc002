import type { JsonObject } from '../config/json.ts';
import { defineFunction } from '../template/define-function.ts';
import { TemplateFault } from '../template/runtime/template-fault.ts';
import { TemplateFunction, TemplateObject, type Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { toText } from '../template/values/to-text.ts';

const GET = [{ name: 'name' }, { name: 'default', default: null }, { name: 'validator', default: null }];

/** `config` while compiling and running: calls are inert, `get` and `require` read the resolved config. */
export class RunConfig extends TemplateObject {
  readonly typeName = 'RuntimeConfigObject';
  readonly #config: JsonObject;
  readonly #name: string;

  constructor(config: JsonObject, nodeName: string) {
    super();
    this.#config = config;
    this.#name = nodeName;
  }

  override invoke(): Value {
    return '';
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'get':
        return defineFunction(
          name,
          GET,
          (args) => this.#get(this.#config, args['name'] ?? '') ?? args['default'] ?? null,
        );
      case 'require':
        return defineFunction(name, GET, (args) => this.#require(this.#config, args['name'] ?? ''));
      case 'meta_get':
        return defineFunction(
          name,
          GET,
          (args) => this.#get(this.#meta(), args['name'] ?? '') ?? args['default'] ?? null,
        );
      case 'meta_require':
        return defineFunction(name, GET, (args) => this.#require(this.#meta(), args['name'] ?? ''));
      case 'set':
        return new TemplateFunction(name, () => '');
      case 'persist_relation_docs':
        return new TemplateFunction(name, () => this.#persists('relation'));
      case 'persist_column_docs':
        return new TemplateFunction(name, () => this.#persists('columns'));
      case 'model':
        return fromJson(this.#config);
      default:
        return undefined;
    }
  }

  override getItem(key: Value): Value | undefined {
    return this.#get(this.#config, key);
  }

  #meta(): JsonObject {
    return (this.#config['meta'] ?? {}) as JsonObject;
  }

  #get(from: JsonObject, key: Value): Value | undefined {
    const name = toText(key);
    const value = Object.hasOwn(from, name) ? from[name] : undefined;
    return value === undefined || value === null ? undefined : fromJson(value);
  }

  #require(from: JsonObject, key: Value): Value {
    const value = this.#get(from, key);
    if (value === undefined)
      throw new TemplateFault(`Model '${this.#name}' is missing required config '${toText(key)}'`);
    return value;
  }

  #persists(what: 'relation' | 'columns'): boolean {
    return ((this.#config['persist_docs'] ?? {}) as JsonObject)[what] === true;
  }
}
