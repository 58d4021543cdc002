import { nodeToJson } from '../graph/node-json.ts';
import type { SqlNode } from '../graph/node.ts';
import type { Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { toText } from '../template/values/to-text.ts';
import { emptyCapture } from './capture.ts';
import type { LibraryMacro } from './macro-library.ts';
import { dispatchPrefixes } from './macro-dependencies.ts';
import { createParseScope } from './parse-context.ts';
import type { ParseSession } from './session.ts';
import { relationValue } from './relation-of.ts';

/** Where a node's relation stands. */
export interface NodeNames {
  readonly database: string;
  readonly schema: string;
  readonly alias: string;
}

type Component = 'database' | 'schema' | 'alias';

/** What a node's names are made from. */
export interface NameRequest {
  readonly name: string;
  readonly packageName: string;
  readonly version: string | number | null;
  /** Names that the config asks for; null where it does not. */
  readonly database: string | null;
  readonly schema: string | null;
  readonly alias: string | null;
  /** The node as a project's macro sees it. */
  readonly node: () => SqlNode;
}

/**
 * Database, schema and alias of a node by its config and by `generate_*_name`: the package's own macro, else the root's,
 * else dbt's rule. Throws ProjectFailure when a macro fails.
 */
export function nodeNames(session: ParseSession, request: NameRequest): NodeNames {
  let node: SqlNode | undefined;
  let model: Value | undefined;
  const name = (component: Component): string => {
    const macro = generator(session, component, request.packageName);
    if (macro === undefined) return defaultName(session, request, component);
    node ??= request.node();
    model ??= fromJson(nodeToJson(node));
    return generated(session, node, macro, request[component], model);
  };
  return { database: name('database'), schema: name('schema'), alias: name('alias') };
}

/** A macro of the project that makes names; built-in ones are dispatched, so that `default__…` counts as well. */
function generator(
  session: ParseSession,
  component: Component,
  packageName: string,
): LibraryMacro | undefined {
  const name = `generate_${component}_name`;
  const own = session.macros.generator(name, packageName);
  if (own) return own;
  for (const prefix of dispatchPrefixes(session.project.profile.adapter)) {
    const found = session.macros.get(session.macros.rootPackage, `${prefix}__${name}`);
    if (found) return found;
  }
  return undefined;
}

function generated(
  session: ParseSession,
  node: SqlNode,
  macro: LibraryMacro,
  override: string | null,
  model: Value,
): string {
  const scope = createParseScope(
    session,
    {
      name: node.name,
      packageName: macro.node.packageName,
      displayPath: macro.node.originalFilePath,
      rawCode: '',
      firstLine: 1,
      relation: () => relationValue(session, node),
      model: () => model,
    },
    emptyCapture(),
  );
  const bound = scope.packageMacro(macro.node.packageName, macro.node.name);
  const result = bound?.invoke([override, model], null) ?? '';
  return result instanceof Promise ? '' : toText(result).trim();
}

/** dbt's rule: a custom schema goes behind the target's, everything else replaces. */
function defaultName(session: ParseSession, request: NameRequest, component: Component): string {
  const { credentials } = session.project.profile;
  const override = request[component];
  if (component === 'schema') {
    return override === null ? credentials.schema : `${credentials.schema}_${override.trim()}`;
  }
  if (override !== null) return override.trim();
  if (component === 'database') return credentials.database;
  const { name, version } = request;
  return version === null ? name : `${name}_v${String(version).replaceAll('.', '_')}`;
}
