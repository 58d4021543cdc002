import type { Json } from '../config/json.ts';
import { envVarFunction } from '../config/env-var.ts';
import type { SourceLocation } from '../errors/project-error.ts';
import { placeOf } from '../errors/code-frame.ts';
import { adapterObject } from '../global-macros/adapter-object.ts';
import { apiObject } from '../global-macros/api-object.ts';
import { exceptionsObject } from '../global-macros/exceptions-object.ts';
import { callGlobalMacro } from '../global-macros/call-global-macro.ts';
import { globalMacros } from '../global-macros/index.ts';
import type { MacroContext } from '../global-macros/macro-context.ts';
import { defineFunction } from '../template/define-function.ts';
import { TemplateFunction, type Value } from '../template/value.ts';
import { isTruthy } from '../template/values/truthy.ts';
import { toText } from '../template/values/to-text.ts';
import { ConfigCapture, readReference, readSource, type Capture } from './capture.ts';
import { builtInTest } from './built-in-test.ts';
import { dispatchPackages } from './macro-dependencies.ts';
import { flagValue } from './scope-objects.ts';
import type { ParseSession } from './session.ts';
import { createSharedScope, type SharedScope } from './shared-scope.ts';
import { VarFunction } from './var-function.ts';

/** The text that is rendered, and what it is part of. */
export interface ParseSubject {
  readonly name: string;
  readonly packageName: string;
  /** For messages. */
  readonly displayPath: string;
  readonly rawCode: string;
  /** Line of the file where `rawCode` starts. */
  readonly firstLine: number;
  /** `this`, which also stands for every ref and source while parsing. */
  readonly relation: () => Value;
  /** `model`: what is known of the node so far. */
  readonly model: () => Value;
}

/** The scope in which a node's text is rendered for parsing; what the text says goes into `capture`. */
export function createParseScope(
  session: ParseSession,
  subject: ParseSubject,
  capture: Capture,
  extraValues: Readonly<Record<string, () => Value>> = {},
): SharedScope {
  const { project } = session;
  let context: MacroContext | undefined;
  const macroContext = (): MacroContext => (context ??= parseMacroContext(session, subject, capture, scope));
  const scope: SharedScope = createSharedScope({
    project,
    macros: session.macros,
    packageName: subject.packageName,
    flavour: 'sync',
    values: { ...parseValues(session, subject, capture, macroContext), ...extraValues },
    builtInMacro: (name) =>
      callGlobalMacro(name, macroContext()) ?? builtInTest(name, project.profile.adapter.dialect),
    builtInMacroNames: () => Object.keys(globalMacros),
    onMacro(uniqueId, depth) {
      capture.allMacros.add(uniqueId);
      if (depth === 0 && !capture.macros.includes(uniqueId)) capture.macros.push(uniqueId);
    },
  });
  return scope;
}

function parseMacroContext(
  session: ParseSession,
  subject: ParseSubject,
  capture: Capture,
  scope: SharedScope,
): MacroContext {
  const { project, macros } = session;
  return {
    adapter: project.profile.adapter,
    credentials: project.profile.credentials,
    execute: false,
    warehouse: null,
    scope,
    config: {},
    fullRefresh: project.flags.fullRefresh,
    projectName: project.root.name,
    packageName: subject.packageName,
    projectMacro: (packageName, name) =>
      macros.get(packageName, name) ? scope.packageMacro(packageName, name) : undefined,
    dispatchOrder: (namespace) => dispatchPackages(project, namespace),
    usedMacro: (uniqueId) => void capture.allMacros.add(uniqueId),
    statementResults: new Map(),
    log: (text, toInfo) => session.onMessage({ kind: 'log', text, toInfo }),
    warn: (text) =>
      void session.warnings.push({
        code: 'TX1201',
        message: text,
        location: { file: subject.displayPath },
      }),
    flag: (name): Json => flagValue(project.flags, name) ?? null,
  };
}

function parseValues(
  session: ParseSession,
  subject: ParseSubject,
  capture: Capture,
  macroContext: () => MacroContext,
): Readonly<Record<string, () => Value>> {
  const { project } = session;
  const nothing = (name: string, result: Value) => () => new TemplateFunction(name, () => result);
  return {
    ...referenceValues(subject, capture),
    config: () => new ConfigCapture(capture),
    var: () =>
      new VarFunction({
        project,
        packageName: subject.packageName,
        missing: 'none',
        nodeName: subject.name,
        onRead: (name, value) => void capture.vars.set(name, value),
      }),
    env_var: () =>
      envVarFunction({
        environment: project.environment,
        allowSecrets: false,
        onRead: (name, value) => void capture.environment.set(name, value),
      }),
    this: subject.relation,
    model: subject.model,
    execute: () => false,
    graph: emptyGraph,
    adapter: () => adapterObject(macroContext()),
    api: () => apiObject(macroContext()),
    exceptions: () => exceptionsObject(macroContext()),
    schema: () => project.profile.credentials.schema,
    database: () => project.profile.credentials.database,
    log: () => logFunction(session),
    print: () => printFunction(session),
    pre_hooks: () => [],
    post_hooks: () => [],
    sql: () => '',
    compiled_code: () => '',
    defer_relation: () => null,
    load_result: nothing('load_result', null),
    store_result: nothing('store_result', ''),
    store_raw_result: nothing('store_raw_result', ''),
    load_agate_table: nothing('load_agate_table', null),
    submit_python_job: nothing('submit_python_job', null),
    write: nothing('write', ''),
    debug: nothing('debug', ''),
    render: () => new TemplateFunction('render', (args) => args[0] ?? ''),
    try_or_compiler_error: tryFunction,
  };
}

function referenceValues(subject: ParseSubject, capture: Capture): Readonly<Record<string, () => Value>> {
  return {
    ref: () =>
      new TemplateFunction('ref', (args, kwargs) => {
        const reference = readReference('ref', args, kwargs);
        capture.refs.push(located(reference, reference.name, subject));
        return subject.relation();
      }),
    source: () =>
      new TemplateFunction('source', (args) => {
        const source = readSource(args);
        capture.sources.push(located(source, source.tableName, subject));
        return subject.relation();
      }),
    function: () =>
      new TemplateFunction('function', (args, kwargs) => {
        const { name, package: packageName } = readReference('function', args, kwargs);
        capture.functions.push(packageName === null ? [name] : [packageName, name]);
        return subject.relation();
      }),
    metric: () =>
      new TemplateFunction('metric', (args) => {
        const names = args.map((arg) => toText(arg));
        capture.metrics.push(names);
        return names.at(-1) ?? '';
      }),
  };
}

/** The reference with the place of its quoted name, where the name is written in the text. */
function located<T extends object>(
  reference: T,
  name: string,
  subject: ParseSubject,
): T & { location: SourceLocation } {
  const { rawCode, firstLine, displayPath } = subject;
  const single = rawCode.indexOf(`'${name}'`);
  const at = single >= 0 ? single : rawCode.indexOf(`"${name}"`);
  if (at < 0) return { ...reference, location: { file: displayPath } };
  const { line, column } = placeOf(rawCode, at);
  return { ...reference, location: { file: displayPath, line: line + firstLine - 1, column } };
}

const GRAPH_KEYS = ['nodes', 'sources', 'exposures', 'groups', 'metrics', 'semantic_models', 'saved_queries'];

/** `graph` has nothing in it while the project is still being read. */
function emptyGraph(): Value {
  return new Map<Value, Value>(GRAPH_KEYS.map((key) => [key, new Map<Value, Value>()]));
}

function logFunction(session: ParseSession): TemplateFunction {
  return defineFunction('log', [{ name: 'msg' }, { name: 'info', default: false }], (args) => {
    session.onMessage({
      kind: 'log',
      text: toText(args['msg'] ?? null),
      toInfo: isTruthy(args['info'] ?? false),
    });
    return '';
  });
}

function printFunction(session: ParseSession): TemplateFunction {
  return defineFunction('print', [{ name: 'msg' }], (args) => {
    session.onMessage({ kind: 'print', text: toText(args['msg'] ?? null), toInfo: true });
    return '';
  });
}

/** `try_or_compiler_error(message, function, …)`: calls the function. */
function tryFunction(): TemplateFunction {
  return new TemplateFunction('try_or_compiler_error', ([, callee, ...rest], kwargs) =>
    callee instanceof TemplateFunction ? callee.invoke(rest, kwargs) : null,
  );
}
