import { placeOf } from '../errors/code-frame.ts';
import type { SourceLocation } from '../errors/project-error.ts';
import { envVarFunction } from '../config/env-var.ts';
import { adapterObject } from '../global-macros/adapter-object.ts';
import { apiObject } from '../global-macros/api-object.ts';
import { exceptionsObject } from '../global-macros/exceptions-object.ts';
import type { MacroContext } from '../global-macros/macro-context.ts';
import { compileSync } from '../template/compile-template.ts';
import { defineFunction } from '../template/define-function.ts';
import { parseTemplate } from '../template/parse-template.ts';
import { TemplateFunction, type Scope, type Value } from '../template/value.ts';
import { isTruthy } from '../template/values/truthy.ts';
import { toText } from '../template/values/to-text.ts';
import { ConfigCapture, readReference, readSource, type Capture } from './capture.ts';
import { noteRead } from './read-log.ts';
import type { ParseSession } from './session.ts';
import { tryFunction } from './try-function.ts';
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

/** What the values of one rendering are made from. */
export interface ParseState {
  readonly session: ParseSession;
  readonly subject: ParseSubject;
  readonly capture: Capture;
  readonly macroContext: () => MacroContext;
}

/** A name of the parse context for one rendering; undefined when there is none of that name. */
export function parseValue(name: string, state: ParseState): Value | undefined {
  return Object.hasOwn(MAKERS, name) ? MAKERS[name]?.(state) : undefined;
}

/** Names that `parseValue` gives. */
export function parseValueNames(): Iterable<string> {
  return Object.keys(MAKERS);
}

const answer = (name: string, result: Value) => (): Value => new TemplateFunction(name, () => result);

const MAKERS: Readonly<Record<string, (state: ParseState) => Value>> = {
  ref: refFunction,
  source: sourceFunction,
  function: functionFunction,
  metric: metricFunction,
  config: ({ capture }) => new ConfigCapture(capture),
  var: varFunction,
  env_var: ({ session }) =>
    envVarFunction({
      environment: session.project.environment,
      allowSecrets: false,
      onRead: (name) => noteRead(session.project, { kind: 'env', name }),
    }),
  this: ({ subject }) => subject.relation(),
  model: ({ subject }) => subject.model(),
  execute: () => false,
  graph: emptyGraph,
  adapter: ({ macroContext }) => adapterObject(macroContext()),
  api: ({ macroContext }) => apiObject(macroContext()),
  exceptions: ({ macroContext }) => exceptionsObject(macroContext()),
  schema: ({ session }) => session.project.profile.credentials.schema,
  database: ({ session }) => session.project.profile.credentials.database,
  log: ({ session }) => logFunction(session),
  print: ({ session }) => printFunction(session),
  pre_hooks: () => [],
  post_hooks: () => [],
  sql: () => '',
  compiled_code: () => '',
  defer_relation: () => null,
  load_result: answer('load_result', null),
  store_result: answer('store_result', ''),
  store_raw_result: answer('store_raw_result', ''),
  load_agate_table: answer('load_agate_table', null),
  submit_python_job: answer('submit_python_job', null),
  write: answer('write', ''),
  column: ({ macroContext }) => apiObject(macroContext()).getAttribute('Column') ?? null,
  sql_now: ({ session }) => session.project.profile.adapter.dialect.currentTimestamp(),
  render: () => new TemplateFunction('render', (args) => args[0] ?? ''),
  try_or_compiler_error: tryFunction,
};

function refFunction({ capture, subject }: ParseState): Value {
  return new TemplateFunction('ref', (args, kwargs) => {
    const reference = readReference('ref', args, kwargs);
    capture.refs.push(located(reference, reference.name, subject));
    return subject.relation();
  });
}

function sourceFunction({ capture, subject }: ParseState): Value {
  return new TemplateFunction('source', (args) => {
    const source = readSource(args);
    capture.sources.push(located(source, source.tableName, subject));
    return subject.relation();
  });
}

function functionFunction({ capture, subject }: ParseState): Value {
  return new TemplateFunction('function', (args, kwargs) => {
    const { name, package: packageName } = readReference('function', args, kwargs);
    capture.functions.push(packageName === null ? [name] : [packageName, name]);
    return subject.relation();
  });
}

function metricFunction({ capture }: ParseState): Value {
  return new TemplateFunction('metric', (args) => {
    const names = args.map((arg) => toText(arg));
    capture.metrics.push(names);
    return names.at(-1) ?? '';
  });
}

function varFunction({ session, subject, macroContext }: ParseState): Value {
  return new VarFunction({
    project: session.project,
    packageName: subject.packageName,
    missing: 'none',
    nodeName: subject.name,
    render: (text) => compiledVariable(text, subject.displayPath)(macroContext().scope),
  });
}

const variables = new Map<string, (scope: Scope) => string>();

/** Variables that are templates are few and read by many nodes. */
function compiledVariable(text: string, file: string): (scope: Scope) => string {
  const known = variables.get(text);
  if (known !== undefined) return known;
  const compiled = compileSync(parseTemplate(text, { file }));
  variables.set(text, compiled);
  return compiled;
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

const GRAPH_KEYS = [
  'nodes',
  'sources',
  'exposures',
  'groups',
  'metrics',
  'semantic_models',
  'saved_queries',
  'unit_tests',
];

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
