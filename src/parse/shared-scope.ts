import type { Project } from '../config/project.ts';
import type { Scope, Value } from '../template/value.ts';
import { TemplateFunction } from '../template/value.ts';
import { templateGlobals } from '../template/runtime/globals.ts';
import type { LibraryMacro, MacroLibrary } from './macro-library.ts';
import { projectValues } from './project-values.ts';
import { runtimeConfig } from './runtime-config.ts';
import { LookupObject, MacroStack } from './scope-objects.ts';

/** What a scope is made of. */
export interface SharedScopeOptions {
  readonly project: Project;
  readonly macros: MacroLibrary;
  /** Package of the node that is rendered. */
  readonly packageName: string;
  /** Flavour of macro code: `sync` while parsing, `async` for compile and run. */
  readonly flavour: 'sync' | 'async';
  /**
   * What depends on the phase and the node (`ref`, `source`, `config`, `this`, `model`, `execute`, `var`, `log`, …),
   * made when first looked up.
   */
  readonly values: Readonly<Record<string, () => Value>>;
  /** Further such values, asked for by name after `values`: for scopes that are made by the thousand. */
  readonly value?: (name: string) => Value | undefined;
  readonly valueNames?: () => Iterable<string>;
  /** A built-in macro bound to the node; undefined when there is none of that name. */
  readonly builtInMacro: (name: string) => TemplateFunction | undefined;
  readonly builtInMacroNames: () => Iterable<string>;
  /** Told of every macro used: `depth` is 0 for one that the node's own text calls. */
  readonly onMacro?: (uniqueId: string, depth: number) => void;
  /** What stands in for macros and values of these names, or gives what they give, also within other macros. */
  readonly overrides?: Readonly<Record<string, Value>>;
}

/** The names a template sees: the same rules for parsing, compiling and running. */
export interface SharedScope extends Scope {
  /** A macro of a package bound to this scope; `dbt` stands for the built-ins. */
  packageMacro(packageName: string, name: string): TemplateFunction | undefined;
  /** The value of a name when no macro of the project hides it (`builtins.ref`). */
  builtIn(name: string): Value | undefined;
  names(): Iterable<string>;
}

/**
 * The scope of one node. A name is looked up among the macros of the node's package, those of the root, the node's own
 * values, the project's values, the built-in macros and the packages, in that order, and only when it is used.
 */
export function createSharedScope(options: SharedScopeOptions): SharedScope {
  return new NodeScope(options);
}

const giving = (name: string, value: Value): TemplateFunction => new TemplateFunction(name, () => value);

const BUILTINS = ['ref', 'source', 'config', 'metric', 'function'];

class NodeScope implements SharedScope {
  readonly #options: SharedScopeOptions;
  readonly #known = new Map<string, Value>();
  readonly #macros = new Map<string, TemplateFunction>();
  /** Stand-ins for macros of packages, by `package.name`. */
  readonly #standIns = new Map<string, TemplateFunction>();
  #isOverridden: boolean;
  #depth = 0;

  constructor(options: SharedScopeOptions) {
    this.#options = options;
    this.#isOverridden = options.overrides === undefined;
  }

  lookup(name: string): Value | undefined {
    if (!this.#isOverridden) this.#overrideAll();
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const value = this.#find(name);
    if (value !== undefined) this.#known.set(name, value);
    return value;
  }

  builtIn(name: string): Value | undefined {
    const { values, project } = this.#options;
    const own = Object.hasOwn(values, name) ? values[name] : undefined;
    return own ? own() : (this.#options.value?.(name) ?? projectValues(project).lookup(name));
  }

  packageMacro(packageName: string, name: string): TemplateFunction | undefined {
    if (!this.#isOverridden) this.#overrideAll();
    const standIn = this.#standIns.get(`${packageName}.${name}`);
    if (standIn) return standIn;
    const { macros } = this.#options;
    const macro = macros.get(packageName, name);
    if (macro) return this.#bound(macro);
    return this.#isBuiltInPackage(packageName) ? this.#builtInMacro(name) : undefined;
  }

  names(): Iterable<string> {
    const { macros, packageName, values, valueNames, builtInMacroNames } = this.#options;
    return [
      ...macros.names(packageName),
      ...Object.keys(values),
      ...(valueNames?.() ?? []),
      ...projectValues(this.#options.project).names(),
      ...builtInMacroNames(),
      ...templateGlobals.keys(),
      ...macros.packages.keys(),
    ];
  }

  /** As in dbt: what is named without a package goes before the same with one. */
  #overrideAll(): void {
    this.#isOverridden = true;
    const overrides = Object.entries(this.#options.overrides ?? {});
    for (const [name, value] of overrides) if (name.includes('.')) this.#overrideInPackage(name, value);
    for (const [name, value] of overrides) if (!name.includes('.')) this.#override(name, value);
  }

  /** A name that nothing has is not overridden, as in dbt. */
  #override(name: string, value: Value): void {
    const original = this.#find(name);
    if (original === undefined) return;
    const standIn = original instanceof TemplateFunction ? giving(name, value) : value;
    this.#known.set(name, standIn);
    if (standIn instanceof TemplateFunction && this.#builtInMacro(name))
      this.#standIns.set(`dbt.${name}`, standIn);
  }

  #overrideInPackage(qualified: string, value: Value): void {
    const [packageName = '', name = ''] = qualified.split('.', 2);
    if (this.packageMacro(packageName, name) === undefined) return;
    const standIn = giving(name, value);
    this.#standIns.set(qualified, standIn);
    if (packageName === 'dbt') this.#known.set(name, standIn);
  }

  #find(name: string): Value | undefined {
    const { macros, packageName } = this.#options;
    const macro = macros.resolve(name, packageName);
    if (macro) return this.#bound(macro);
    if (name === 'context')
      return new LookupObject(
        (key) => this.lookup(key),
        () => this.names(),
      );
    if (name === 'context_macro_stack') return new MacroStack(() => this.#depth);
    if (name === 'builtins')
      return new LookupObject(
        (key) => this.#builtInOf(key),
        () => BUILTINS,
      );
    return this.builtIn(name) ?? this.#builtInMacro(name) ?? this.#package(name);
  }

  #builtInOf(name: string): Value | undefined {
    const value = BUILTINS.includes(name) ? this.builtIn(name) : undefined;
    if (!(value instanceof TemplateFunction)) return value;
    const settings = (attribute: string): Value | undefined =>
      attribute === 'config' ? runtimeConfig(this.#options.project) : undefined;
    return new TemplateFunction(value.name, value.invoke, settings);
  }

  #builtInMacro(name: string): TemplateFunction | undefined {
    const id = `macro.dbt.${name}`;
    const known = this.#macros.get(id);
    if (known) return known;
    const macro = this.#options.builtInMacro(name);
    if (macro === undefined) return undefined;
    const tracked = this.#tracked(id, macro);
    this.#macros.set(id, tracked);
    return tracked;
  }

  #bound(macro: LibraryMacro): TemplateFunction {
    const id = macro.node.uniqueId;
    const known = this.#macros.get(id);
    if (known) return known;
    const tracked = this.#tracked(id, macro.definition.bind(this, this.#options.flavour));
    this.#macros.set(id, tracked);
    return tracked;
  }

  /** Counts how deep calls are nested, so that a node depends on what its own text calls. */
  #tracked(id: string, macro: TemplateFunction): TemplateFunction {
    return new TemplateFunction(macro.name, (args, kwargs) => {
      this.#options.onMacro?.(id, this.#depth);
      this.#depth += 1;
      let result: Value | Promise<Value>;
      try {
        result = macro.invoke(args, kwargs);
      } catch (thrown) {
        this.#depth -= 1;
        throw thrown;
      }
      if (result instanceof Promise) {
        return result.finally(() => {
          this.#depth -= 1;
        });
      }
      this.#depth -= 1;
      return result;
    });
  }

  #package(name: string): Value | undefined {
    const macros = this.#options.macros.packages.get(name);
    if (macros === undefined && !this.#isBuiltInPackage(name)) return undefined;
    const names = (): Iterable<string> => macros?.keys() ?? this.#options.builtInMacroNames();
    return new LookupObject((key) => this.packageMacro(name, key), names);
  }

  /** dbt ships its macros as packages: `dbt` and one for each adapter. */
  #isBuiltInPackage(name: string): boolean {
    const { adapter } = this.#options.project.profile;
    return (
      name === 'dbt' ||
      [adapter.name, ...adapter.parents].some((adapterName) => name === `dbt_${adapterName}`)
    );
  }
}
