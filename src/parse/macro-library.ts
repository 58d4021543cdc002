import type { MacroNode } from '../graph/node.ts';
import type { MacroDefinition } from '../template/macro.ts';

/** A macro of the project or a package: what the manifest says of it, and its code. */
export interface LibraryMacro {
  readonly node: MacroNode;
  readonly definition: MacroDefinition;
}

/** Every macro that the project and its packages wrote; built-in macros are not among them. */
export interface MacroLibrary {
  readonly rootPackage: string;
  /** Macros by name, by package; the root first. */
  readonly packages: ReadonlyMap<string, ReadonlyMap<string, LibraryMacro>>;
  get(packageName: string, name: string): LibraryMacro | undefined;
  byId(uniqueId: string): LibraryMacro | undefined;
  /**
   * The macro that a plain `name()` calls in a node of `packageName`: the package's own, else the root's. Generic tests
   * are found in any package.
   */
  resolve(name: string, packageName: string): LibraryMacro | undefined;
  /**
   * The macro that replaces the built-in `generate_schema_name`, `generate_alias_name` or `generate_database_name` for
   * nodes of `packageName`: the package's own, else the root's.
   */
  generator(name: string, packageName: string): LibraryMacro | undefined;
  /** Names that can be called in a node of `packageName`, for suggestions. */
  names(packageName: string): Iterable<string>;
}

/** A library over macros by package; `packages` has the root first. */
export function createMacroLibrary(
  rootPackage: string,
  packages: ReadonlyMap<string, ReadonlyMap<string, LibraryMacro>>,
): MacroLibrary {
  const root = packages.get(rootPackage);
  const get = (packageName: string, name: string): LibraryMacro | undefined =>
    packages.get(packageName)?.get(name);
  return {
    rootPackage,
    packages,
    get,
    byId(uniqueId) {
      const [, packageName = '', ...name] = uniqueId.split('.');
      return get(packageName, name.join('.'));
    },
    resolve(name, packageName) {
      return get(packageName, name) ?? root?.get(name) ?? anyTest(packages, name);
    },
    generator: (name, packageName) => get(packageName, name) ?? root?.get(name),
    *names(packageName) {
      yield* packages.get(packageName)?.keys() ?? [];
      if (packageName !== rootPackage) yield* root?.keys() ?? [];
    },
  };
}

/** Among packages the last one that defines a test has it, as in dbt. */
function anyTest(packages: MacroLibrary['packages'], name: string): LibraryMacro | undefined {
  if (!name.startsWith('test_')) return undefined;
  let found: LibraryMacro | undefined;
  for (const macros of packages.values()) found = macros.get(name) ?? found;
  return found;
}
