import { adapters } from '../../adapters/index.ts';
import {
  openProject,
  openUnderVars,
  type OpenContext,
  type OpenedProject,
} from '../../src/api/open-project.ts';
import type { JsonObject } from '../../src/config/json.ts';
import { resolveFlags } from '../../src/config/flags-resolve.ts';
import { readProjectFile } from '../../src/config/project-config.ts';
import { ProjectFailure, type ProjectError } from '../../src/errors/project-error.ts';
import { createEventBus } from '../../src/events/event-bus.ts';
import { manifestToJson } from '../../src/graph/manifest-json.ts';
import type { ShardThreads } from '../../src/parse/shards/shard.ts';
import { newInvocationId } from '../../src/util/uuid.ts';

/** What a project is opened with. */
export interface OpenOptions {
  readonly vars?: JsonObject;
  readonly environment?: Readonly<Record<string, string>>;
  readonly partialParse?: boolean;
  readonly fullRefresh?: boolean;
  readonly threads?: number;
  /** Threads that parse shares of the project. */
  readonly parseThreads?: ShardThreads;
  /** The same project as it was opened before, to be opened under other variables. */
  readonly before?: OpenedProject;
}

/** What opening a project gave: the project or its errors, and everything that was said on the way. */
export interface Opening {
  readonly opened: OpenedProject | null;
  readonly errors: readonly ProjectError[];
  readonly warnings: readonly ProjectError[];
  /** Messages below info. */
  readonly notes: readonly string[];
}

/** Opens the project in a folder as a command does. */
export async function openScratch(directory: string, options: OpenOptions = {}): Promise<Opening> {
  const { vars = {}, environment = {}, partialParse = true, fullRefresh = false, threads, before } = options;
  const { parseThreads = null } = options;
  const warnings: ProjectError[] = [];
  const notes: string[] = [];
  const events = createEventBus();
  events.subscribe((event) => {
    if (event.kind === 'warning') warnings.push(event.error);
    if (event.kind === 'message' && event.level === 'debug') notes.push(event.text);
  });
  try {
    const flags = resolveFlags({
      commandLine: {
        which: 'parse',
        command: {},
        vars,
        projectDir: directory,
        profilesDir: directory,
        partialParse,
        fullRefresh,
        ...(threads === undefined ? {} : { threads }),
      },
      environment,
      projectFlags: (readProjectFile(directory).value['flags'] ?? {}) as JsonObject,
    });
    const context: OpenContext = {
      events,
      environment,
      adapters: {
        names: Object.keys(adapters),
        load: async (type) =>
          Object.hasOwn(adapters, type) ? adapters[type as keyof typeof adapters]() : null,
      },
      startedAt: new Date(),
      invocationId: newInvocationId(),
      parseThreads: () => Promise.resolve(parseThreads),
    };
    const opened = await (before ? openUnderVars(before, flags, context) : openProject(flags, context));
    return { opened, errors: [], warnings, notes };
  } catch (thrown) {
    if (!(thrown instanceof ProjectFailure)) throw thrown;
    return { opened: null, errors: thrown.errors, warnings, notes };
  }
}

/** Everything that an opening says of a project, without what names the invocation or the time. */
export function comparableOpening({ opened, errors, warnings }: Opening): unknown {
  const located = (list: readonly ProjectError[]): unknown =>
    list.map(({ code, message, location, hint, nodeId }) => ({ code, message, location, hint, nodeId }));
  if (opened === null) return { errors: located(errors), warnings: located(warnings) };
  const text = JSON.stringify(
    { ...manifestToJson(opened.manifest), metadata: null },
    (key, value: unknown) => (key === 'created_at' ? 0 : value),
  );
  const inner = [...opened.manifest.nodes.values()].map((node) => ({ ...node, createdAt: 0 }));
  const macros = [...opened.macros.packages].map(([name, list]) => [name, [...list.keys()]]);
  return {
    manifest: JSON.parse(text) as unknown,
    order: [...opened.manifest.nodes.keys()],
    inner,
    macros,
    warnings: located(warnings),
  };
}
