import type { Relation } from '../adapter-api/relation.ts';
import { isErrorByFlags, isSilencedByFlags } from '../config/warn-error.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { Json, JsonObject } from '../config/json.ts';
import { envVarFunction } from '../config/env-var.ts';
import { adapterObject } from '../global-macros/adapter-object.ts';
import { apiObject } from '../global-macros/api-object.ts';
import { callGlobalMacro } from '../global-macros/call-global-macro.ts';
import { exceptionsObject } from '../global-macros/exceptions-object.ts';
import { globalMacros } from '../global-macros/index.ts';
import type { MacroContext } from '../global-macros/macro-context.ts';
import { loadResult, storeRawResult, storeResult } from '../global-macros/statement-result.ts';
import { RelationValue } from '../global-macros/values/relation-value.ts';
import { nodeToJson } from '../graph/node-json.ts';
import type { SqlNode, UnitTestNode } from '../graph/node.ts';
import { builtInTest, type BuiltInTestUse } from '../parse/built-in-test.ts';
import { dispatchPackages } from '../parse/macro-dependencies.ts';
import { flagValue } from '../config/flags-object.ts';
import { createSharedScope, type SharedScope } from '../parse/shared-scope.ts';
import { tryFunction } from '../parse/try-function.ts';
import { VarFunction } from '../parse/var-function.ts';
import { defineFunction } from '../template/define-function.ts';
import { compileAsync } from '../template/compile-template.ts';
import { parseTemplate } from '../template/parse-template.ts';
import { TemplateFunction, type Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { isTruthy } from '../template/values/truthy.ts';
import { toText } from '../template/values/to-text.ts';
import type { InjectedCte } from './ephemeral.ts';
import { graphValue } from './graph-value.ts';
import { manifestIndex } from './manifest-index.ts';
import type { NodeSession } from './node-session.ts';
import type { Window } from './reading-window.ts';
import { refFunction, relationOfNode, sourceFunction, type ReferenceContext } from './reference-functions.ts';
import { RunConfig } from './run-config.ts';
import type { RunEnvironment } from './run-environment.ts';

/** Values that a unit test puts in place of the project's. */
export interface Overrides {
  readonly macros: JsonObject;
  readonly vars: JsonObject;
  readonly envVars: JsonObject;
}

/** What a scope has beyond the node itself: window, inputs of a unit test, who hears of ephemeral models. */
export interface NodeScopeOptions {
  readonly batch?: Window | null;
  readonly fixtures?: ReadonlyMap<string, InjectedCte>;
  readonly overrides?: Overrides;
  /** The unit test that is compiled, in place of the model's own run. */
  readonly unitTest?: UnitTestNode;
  /** Relations that stand in for those of nodes which are not published yet, by unique id. */
  readonly staged?: ReadonlyMap<string, Relation>;
  /** Further names, e.g. `results` of on-run-end or `sql` of a materialization. */
  readonly extra?: ReadonlyMap<string, Value>;
  readonly onCte?: (nodeId: string) => void;
  /** Told of built-in generic tests that the text calls. */
  readonly onBuiltInTest?: (use: BuiltInTestUse) => void;
  /** What stands in for built-in macros of these names. */
  readonly builtIns?: ReadonlyMap<string, TemplateFunction>;
  /** Refs may name nodes that the text did not name when it was parsed (hooks, operations). */
  readonly anyReference?: boolean;
}

/** The scope in which a node's templates are rendered for compiling and running. */
export function createNodeScope(
  env: RunEnvironment,
  node: SqlNode,
  session: NodeSession,
  options: NodeScopeOptions = {},
): SharedScope {
  const { project } = env;
  let context: MacroContext | undefined;
  const macroContext = (): MacroContext => (context ??= runMacroContext(env, node, session, scope));
  const keepsRows = node.resourceType === 'test' && env.storesFailures(node);
  const scope: SharedScope = createSharedScope({
    project,
    macros: env.macros,
    packageName: node.packageName,
    flavour: 'async',
    values: nodeValues(env, node, session, options, macroContext, () => scope),
    builtInMacro: (name) =>
      options.builtIns?.get(name) ??
      (Object.hasOwn(globalMacros, name) || name.includes('__')
        ? callGlobalMacro(name, macroContext())
        : undefined) ??
      builtInTest(name, macroContext, {
        keepsRows,
        ...(options.onBuiltInTest ? { onUse: options.onBuiltInTest } : {}),
      }),
    builtInMacroNames: () => Object.keys(globalMacros),
    ...(options.overrides ? { overrides: standInsOf(options.overrides) } : {}),
  });
  return scope;
}

const standInsOf = ({ macros }: Overrides): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(macros).map(([name, value]) => [name, fromJson(value)]));

function runMacroContext(
  env: RunEnvironment,
  node: SqlNode,
  session: NodeSession,
  scope: SharedScope,
): MacroContext {
  const { project } = env;
  const configured = node.config['full_refresh'];
  return {
    adapter: project.profile.adapter,
    credentials: project.profile.credentials,
    execute: true,
    warehouse: project.flags.introspect ? session : null,
    scope,
    config: node.config,
    fullRefresh: typeof configured === 'boolean' ? configured : project.flags.fullRefresh,
    projectName: project.root.name,
    packageName: node.packageName,
    projectMacro: (packageName, name) =>
      env.macros.get(packageName, name) ? scope.packageMacro(packageName, name) : undefined,
    builtInMacro: (name) => scope.packageMacro('dbt', name),
    dispatchOrder: (namespace) => dispatchPackages(project, namespace),
    statementResults: new Map(),
    log: (text, toInfo) =>
      env.events.emit({ kind: 'message', level: toInfo ? 'info' : 'debug', name: 'JinjaLogInfo', text }),
    warn: (text) => warnOf(env, node, text),
    flag: (name): Json => flagValue(project.flags, name) ?? null,
  };
}

function warnOf(env: RunEnvironment, node: SqlNode, message: string): void {
  const error = {
    code: 'TX1004',
    message,
    location: { file: node.originalFilePath },
    nodeId: node.uniqueId,
  } as const;
  const { flags } = env.project;
  if (isErrorByFlags(error.code, flags)) throw new ProjectFailure(error);
  if (!isSilencedByFlags(error.code, flags)) {
    env.events.emit({ kind: 'warning', name: 'JinjaLogWarning', error });
  }
}

function nodeValues(
  env: RunEnvironment,
  node: SqlNode,
  session: NodeSession,
  options: NodeScopeOptions,
  macroContext: () => MacroContext,
  scope: () => SharedScope,
): Readonly<Record<string, () => Value>> {
  const { project } = env;
  const references = referenceContext(env, node, session, options);
  return {
    ref: () => refFunction(references),
    source: () => sourceFunction(references),
    function: () => functionFunction(env),
    metric: () => new TemplateFunction('metric', (args) => toText(args.at(-1) ?? '')),
    config: () => new RunConfig(node.config, node.name),
    var: () =>
      new VarFunction({
        project,
        packageName: node.packageName,
        missing: 'error',
        nodeName: node.uniqueId,
        render: (text) => rendered(text, node, scope),
        ...(options.overrides ? { overrides: options.overrides.vars } : {}),
      }),
    env_var: () => envVarFunction({ environment: environmentOf(env, options), allowSecrets: false }),
    this: () => thisValue(env, node, options),
    model: () => fromJson(nodeToJson(node)),
    execute: () => true,
    graph: () => graphValue(env.manifest),
    selected_resources: () => [...env.selected],
    adapter: () => adapterObject(macroContext()),
    api: () => apiObject(macroContext()),
    exceptions: () => exceptionsObject(macroContext()),
    schema: () => project.profile.credentials.schema,
    database: () => project.profile.credentials.database,
    log: () => logFunction(macroContext),
    print: () => printFunction(env),
    load_result: () => loadResult(macroContext()),
    store_result: () => storeResult(macroContext()),
    store_raw_result: () => storeRawResult(macroContext()),
    pre_hooks: () => fromJson(node.config['pre-hook'] ?? []),
    post_hooks: () => fromJson(node.config['post-hook'] ?? []),
    defer_relation: () => null,
    write: () => new TemplateFunction('write', () => ''),
    column: () => apiObject(macroContext()).getAttribute('Column') ?? null,
    sql_now: () => project.profile.adapter.dialect.currentTimestamp(),
    try_or_compiler_error: tryFunction,
    render: () => renderFunction(node, scope),
    ...Object.fromEntries([...(options.extra ?? [])].map(([name, value]) => [name, () => value])),
  };
}

function referenceContext(
  env: RunEnvironment,
  node: SqlNode,
  session: NodeSession,
  options: NodeScopeOptions,
): ReferenceContext {
  return {
    env,
    node,
    session,
    batch: options.batch ?? null,
    fixtures: options.fixtures ?? null,
    unitTest: options.unitTest ?? null,
    staged: options.staged ?? null,
    onCte: options.onCte ?? (() => undefined),
    strict: options.anyReference !== true,
  };
}

function renderFunction(node: SqlNode, scope: () => SharedScope): TemplateFunction {
  return new TemplateFunction('render', ([text]) => rendered(toText(text ?? ''), node, scope));
}

function rendered(text: string, node: SqlNode, scope: () => SharedScope): Promise<string> {
  return compileAsync(parseTemplate(text, { file: node.originalFilePath }))(scope());
}

function environmentOf(
  env: RunEnvironment,
  options: NodeScopeOptions,
): Readonly<Record<string, string | undefined>> {
  const own = options.overrides?.envVars;
  if (own === undefined) return env.project.environment;
  return {
    ...env.project.environment,
    ...Object.fromEntries(Object.entries(own).map(([name, value]) => [name, String(value)])),
  };
}

function thisValue(env: RunEnvironment, node: SqlNode, options: NodeScopeOptions): Value {
  const relation = relationOfNode(node, env);
  const { dialect } = env.project.profile.adapter;
  const fixture = options.fixtures?.get(node.uniqueId);
  if (fixture === undefined) return new RelationValue(relation, dialect);
  options.onCte?.(node.uniqueId);
  return new RelationValue({ ...relation, type: 'cte' }, dialect, { text: fixture.name });
}

function functionFunction(env: RunEnvironment): TemplateFunction {
  return new TemplateFunction('function', (args) => {
    const name = toText(args.at(-1) ?? '');
    const found = manifestIndex(env.manifest).functionNode(name);
    if (found === undefined) return name;
    const { dialect } = env.project.profile.adapter;
    return new RelationValue({ ...relationOfNode(found, env), type: 'function' }, dialect);
  });
}

function logFunction(context: () => MacroContext): TemplateFunction {
  return defineFunction('log', [{ name: 'msg' }, { name: 'info', default: false }], (args) => {
    context().log(toText(args['msg'] ?? null), isTruthy(args['info'] ?? false));
    return '';
  });
}

function printFunction(env: RunEnvironment): TemplateFunction {
  return defineFunction('print', [{ name: 'msg' }], (args) => {
    env.events.emit({
      kind: 'message',
      level: 'info',
      name: 'PrintEvent',
      text: toText(args['msg'] ?? null),
      stdout: true,
    });
    return '';
  });
}
