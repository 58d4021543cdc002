import { renderInline, resultOf, withRun } from '../../api/compile-nodes.ts';
import { openProject, type OpenedProject } from '../../api/open-project.ts';
import { writeManifest, writeRunResults } from '../../api/write-artifacts.ts';
import { inlineNode } from '../../compile/inline-node.ts';
import { createNodeScope } from '../../compile/node-scope.ts';
import type { Flags } from '../../config/flags.ts';
import type { JsonObject } from '../../config/json.ts';
import { readYaml } from '../../config/yaml.ts';
import { suggest } from '../../errors/did-you-mean.ts';
import { errorCodes } from '../../errors/codes.ts';
import { OperationalError } from '../../errors/operational-error.ts';
import { ProjectFailure, type ProjectError } from '../../errors/project-error.ts';
import { headed, toFailure } from '../../execute/failure.ts';
import { startClock } from '../../execute/node-clock.ts';
import type { NodeResult } from '../../execute/node-result.ts';
import { openSession } from '../../execute/open-session.ts';
import type { RunContext } from '../../execute/run-context.ts';
import { TemplateFunction, TemplateObject, type Value } from '../../template/value.ts';
import { globalMacros } from '../../global-macros/index.ts';
import { fromJson } from '../../template/values/from-json.ts';
import type { CommandRunner } from '../command.ts';

/** `tx run-operation`: calls a macro (or runs SQL) on one connection; what it leaves open is committed. */
export const runOperationCommandRunner: CommandRunner = async (context, flags) => {
  const given = argumentsOf(flags);
  const opened = await openProject(flags, context);
  const [name] = context.args;
  const sql = flags.command['sql'];
  if (name === undefined && typeof sql !== 'string') {
    throw new ProjectFailure({
      code: 'TX5003',
      message: 'run-operation needs the name of a macro, or --sql',
      hint: "Write tx run-operation my_macro --args '{key: value}'.",
    });
  }
  writeManifest(opened, context.events);
  if (name !== undefined && !macroExists(opened, name)) throw unknownMacro(opened, name);
  const result = await withRun(opened, [], context.events, (run) =>
    name === undefined ? runSql(opened, String(sql), run) : runMacro(opened, name, given, run),
  );
  writeRunResults(opened, [result], result.executionTime, context.events);
  if (result.error) context.events.emit({ kind: 'error', error: result.error });
  return result.status === 'success' ? 0 : 1;
};

async function runMacro(
  opened: OpenedProject,
  name: string,
  given: ReadonlyMap<string, Value> | null,
  run: RunContext,
): Promise<NodeResult> {
  const node = inlineNode(opened.project, '', name);
  const session = openSession(node, 0, run);
  const clock = startClock();
  const macroId = macroIdOf(opened, name);
  const base = { ...resultOf(node, null, [], 0), nodeId: macroId };
  try {
    const scope = createNodeScope(run.env, node, session, { anyReference: true });
    const macro = findMacro(name, (part) => scope.lookup(part));
    if (macro === undefined) throw unknownMacro(opened, name);
    await macro.invoke([], given);
    if (session.opened) await session.commit();
    return { ...base, failures: 0, executionTime: clock.seconds() };
  } catch (thrown) {
    if (session.opened) await session.rollback();
    const { error } = toFailure(thrown, node, opened.project);
    return {
      ...base,
      status: 'error',
      failures: 1,
      message: operationMessage(error, thrown, opened, macroId),
      error,
      executionTime: clock.seconds(),
    };
  }
}

/** dbt's words: a fault that a macro raised is headed by the macro, any other by its class alone. */
function operationMessage(
  error: ProjectError,
  thrown: unknown,
  { project, manifest }: OpenedProject,
  macroId: string,
): string {
  const macro = manifest.macros.get(macroId);
  if (error.code === 'TX1003' && macro) {
    return headed('Compilation Error', { ...macro, resourceType: 'macro' }, error.message);
  }
  const title =
    thrown instanceof OperationalError
      ? project.profile.adapter.faultHeading
      : errorCodes[error.code].errorClass;
  return `${title}\n  ${error.message.replace(/\n/g, '\n  ')}`;
}

async function runSql(opened: OpenedProject, sql: string, run: RunContext): Promise<NodeResult> {
  const node = inlineNode(opened.project, sql, 'sql_operation');
  const session = openSession(node, 0, run);
  const clock = startClock();
  const rendered = await renderInline(opened, sql, run);
  await session.execute(rendered, { autoBegin: true });
  await session.commit();
  return { ...resultOf(node, rendered, clock.timings, clock.seconds()) };
}

/** A macro by name, or by package and name. */
function findMacro(name: string, lookup: (part: string) => Value | undefined): TemplateFunction | undefined {
  const [first = '', second] = name.split('.');
  const found = lookup(first);
  if (second === undefined) return found instanceof TemplateFunction ? found : undefined;
  const member = found instanceof TemplateObject ? found.getAttribute(second) : undefined;
  return member instanceof TemplateFunction ? member : undefined;
}

function macroIdOf({ project, manifest }: OpenedProject, name: string): string {
  const parts = name.split('.');
  if (parts.length === 2) return `macro.${name}`;
  for (const packageName of project.packages.keys()) {
    if (manifest.macros.has(`macro.${packageName}.${name}`)) return `macro.${packageName}.${name}`;
  }
  return `macro.dbt.${name}`;
}

function macroExists(opened: OpenedProject, name: string): boolean {
  const id = macroIdOf(opened, name);
  return opened.manifest.macros.has(id) || Object.hasOwn(globalMacros, name.replace(/^dbt\./, ''));
}

function unknownMacro({ manifest }: OpenedProject, name: string): ProjectFailure {
  const near = suggest(
    name,
    [...manifest.macros.values()].map((macro) => macro.name),
  );
  return new ProjectFailure({
    code: 'TX5006',
    message: `dbt could not find a macro with the name '${name}' in any package`,
    ...(near ? { hint: `Did you mean '${near}'?` } : {}),
  });
}

function argumentsOf(flags: Flags): ReadonlyMap<string, Value> | null {
  const text = flags.command['args'];
  if (typeof text !== 'string') return null;
  const { value } = readYaml(text, '--args');
  if (value === null) return null;
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new ProjectFailure({
      code: 'TX5001',
      message: `--args is not a dictionary: ${text}`,
      hint: "Write --args '{key: value}'.",
    });
  }
  return new Map(Object.entries(value as JsonObject).map(([key, item]) => [key, fromJson(item)]));
}
