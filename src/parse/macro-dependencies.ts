import type { Adapter } from '../adapter-api/adapter.ts';
import type { Project } from '../config/project.ts';
import { globalMacros } from '../global-macros/index.ts';
import { macroCalls } from '../template/macro-calls.ts';
import type { LibraryMacro, MacroLibrary } from './macro-library.ts';

/** unique ids of the macros that a macro's text calls, in order of first use; dispatched ones for the adapter in use. */
export function macroDependencies(
  macro: LibraryMacro,
  library: MacroLibrary,
  project: Project,
): readonly string[] {
  const ids = new Set<string>();
  for (const call of macroCalls(macro.definition.statement)) {
    const id = call.startsWith('dispatch:')
      ? dispatched(call.slice('dispatch:'.length), macro, library, project)
      : called(call, macro, library);
    if (id !== null && id !== macro.node.uniqueId) ids.add(id);
  }
  return [...ids];
}

/** Packages that `adapter.dispatch(…, namespace)` searches, in order; the built-ins stand under `dbt`. */
export function dispatchPackages(project: Project, namespace: string): readonly string[] {
  const configured = project.root.dispatch.find((entry) => entry.macroNamespace === namespace);
  if (configured) return configured.searchOrder;
  return [...new Set([project.root.name, namespace, 'dbt'])];
}

/** Prefixes of a dispatched macro's implementations, most special first. */
export function dispatchPrefixes(adapter: Adapter): readonly string[] {
  return [adapter.name, ...adapter.parents, 'default'];
}

function called(name: string, macro: LibraryMacro, library: MacroLibrary): string | null {
  const dot = name.indexOf('.');
  const packageName = dot < 0 ? null : name.slice(0, dot);
  const bare = name.slice(dot + 1);
  const found =
    packageName === null ? library.resolve(bare, macro.node.packageName) : library.get(packageName, bare);
  if (found) return found.node.uniqueId;
  const mayBeBuiltIn = packageName === null || packageName === 'dbt';
  return mayBeBuiltIn && Object.hasOwn(globalMacros, bare) ? `macro.dbt.${bare}` : null;
}

function dispatched(
  name: string,
  macro: LibraryMacro,
  library: MacroLibrary,
  project: Project,
): string | null {
  const dot = name.indexOf('.');
  const bare = name.slice(dot + 1);
  if (dot < 0) {
    for (const prefix of dispatchPrefixes(project.profile.adapter)) {
      const found = library.resolve(`${prefix}__${bare}`, macro.node.packageName);
      if (found) return found.node.uniqueId;
    }
    return null;
  }
  return findDispatched(bare, name.slice(0, dot), library, project)?.node.uniqueId ?? null;
}

/** What `adapter.dispatch(name, namespace)` finds among the macros of the project and its packages. */
export function findDispatched(
  name: string,
  namespace: string,
  library: MacroLibrary,
  project: Project,
): LibraryMacro | undefined {
  for (const packageName of dispatchPackages(project, namespace)) {
    for (const prefix of dispatchPrefixes(project.profile.adapter)) {
      const found = library.get(packageName, `${prefix}__${name}`);
      if (found) return found;
    }
  }
  return undefined;
}
