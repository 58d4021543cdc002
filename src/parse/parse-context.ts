import { flagValue } from '../config/flags-object.ts';
import type { Json } from '../config/json.ts';
import { callGlobalMacro } from '../global-macros/call-global-macro.ts';
import { globalMacros } from '../global-macros/index.ts';
import type { MacroContext } from '../global-macros/macro-context.ts';
import type { Value } from '../template/value.ts';
import { builtInTest } from './built-in-test.ts';
import type { Capture } from './capture.ts';
import { dispatchPackages } from './macro-dependencies.ts';
import { parseValue, parseValueNames, type ParseSubject } from './parse-values.ts';
import { noteRead } from './read-log.ts';
import type { ParseSession } from './session.ts';
import { createSharedScope, type SharedScope } from './shared-scope.ts';

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
  const state = { session, subject, capture, macroContext };
  const scope: SharedScope = createSharedScope({
    project,
    macros: session.macros,
    packageName: subject.packageName,
    flavour: 'sync',
    values: extraValues,
    value: (name) => parseValue(name, state),
    valueNames: parseValueNames,
    builtInMacro: (name) => callGlobalMacro(name, macroContext()) ?? builtInTest(name, macroContext),
    builtInMacroNames: () => Object.keys(globalMacros),
    onMacro(uniqueId, depth) {
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
    get fullRefresh() {
      noteRead(project, { kind: 'flag', name: 'FULL_REFRESH' });
      return project.flags.fullRefresh;
    },
    projectName: project.root.name,
    packageName: subject.packageName,
    projectMacro: (packageName, name) =>
      macros.get(packageName, name) ? scope.packageMacro(packageName, name) : undefined,
    builtInMacro: (name) => scope.packageMacro('dbt', name),
    dispatchOrder: (namespace) => dispatchPackages(project, namespace),
    statementResults: new Map(),
    log: (text, toInfo) => session.onMessage({ kind: 'log', text, toInfo }),
    warn: (text) =>
      void session.warnings.push({
        code: 'TX1201',
        message: text,
        location: { file: subject.displayPath },
      }),
    flag(name): Json {
      noteRead(project, { kind: 'flag', name });
      return flagValue(project.flags, name) ?? null;
    },
  };
}
