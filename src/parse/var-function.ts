import type { Json } from '../config/json.ts';
import type { Project } from '../config/project.ts';
import { lookupVar, varsFor } from '../config/vars.ts';
import { suggest } from '../errors/did-you-mean.ts';
import { bindArguments } from '../template/define-function.ts';
import { noteRead } from './read-log.ts';
import { TemplateFault } from '../template/runtime/template-fault.ts';
import { TemplateFunction, TemplateObject, type KeywordArguments, type Value } from '../template/value.ts';
import { hasTags } from '../template/has-tags.ts';
import { fromJson } from '../template/values/from-json.ts';
import { toText } from '../template/values/to-text.ts';

/** Where `var()` looks, and what it does about a variable that is missing. */
export interface VarOptions {
  readonly project: Project;
  /** Package of the node that is rendered: variables are scoped by it. */
  readonly packageName: string;
  /** While parsing, a missing variable is None; when a node is compiled it is an error. */
  readonly missing: 'none' | 'error';
  /** Shown in the message. */
  readonly nodeName: string;
  /** Values that win over the project's, e.g. overrides of a unit test. */
  readonly overrides?: Readonly<Record<string, Json>>;
  /** Renders a text with tags that a variable holds; it stays as it is without. */
  readonly render?: (text: string) => Value | Promise<Value>;
}

/** dbt's `var`: a function of a name and a default that also has `var.has_var(name)`. */
export class VarFunction extends TemplateObject {
  readonly typeName = 'Var';
  readonly #options: VarOptions;

  constructor(options: VarOptions) {
    super();
    this.#options = options;
  }

  override getAttribute(name: string): Value | undefined {
    if (name !== 'has_var') return undefined;
    return new TemplateFunction('has_var', (args) => this.#find(toText(args[0] ?? null)) !== undefined);
  }

  override invoke(args: readonly Value[], kwargs: KeywordArguments): Value | Promise<Value> {
    const { bound } = bindArguments('var', PARAMETERS, args, kwargs, false);
    const name = toText(bound['var_name'] ?? null);
    const value = this.#find(name);
    const { render } = this.#options;
    if (render !== undefined && typeof value === 'string' && hasTags(value)) return render(value);
    if (value !== undefined) return fromJson(value);
    const otherwise = bound['default'] ?? null;
    if (otherwise !== null || this.#options.missing === 'none') return otherwise;
    if (args.length > 1 || kwargs?.has('default') === true) return null;
    throw this.#missing(name);
  }

  #find(name: string): Json | undefined {
    const { project, packageName, overrides } = this.#options;
    const value =
      overrides && Object.hasOwn(overrides, name) ? overrides[name] : lookupVar(project, packageName, name);
    noteRead(project, { kind: 'var', packageName, name });
    return value;
  }

  #missing(name: string): TemplateFault {
    const known = varsFor(this.#options.project, this.#options.packageName);
    const near = suggest(name, Object.keys(known));
    return new TemplateFault(
      `Required var '${name}' not found in config:\nVars supplied to ${this.#options.nodeName} = ${JSON.stringify(known, null, 4)}`,
      near
        ? `Did you mean '${near}'?`
        : `Give it with --vars ${name}=…, under vars: in dbt_project.yml, or as a default: var('${name}', …).`,
    );
  }
}

const PARAMETERS = [{ name: 'var_name' }, { name: 'default', default: null }];
