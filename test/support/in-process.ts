import { adapterLoader } from '../../adapters/index.ts';
import type { Adapter, Warehouse } from '../../src/adapter-api/adapter.ts';
import type { Connection } from '../../src/adapter-api/connection.ts';
import { openProject } from '../../src/api/open-project.ts';
import { runProject } from '../../src/api/run-project.ts';
import { select } from '../../src/api/select-nodes.ts';
import { workGraph } from '../../src/api/work-graph.ts';
import { resolveFlags } from '../../src/config/flags-resolve.ts';
import type { Flags } from '../../src/config/flags.ts';
import type { Event } from '../../src/events/event.ts';
import { createEventBus } from '../../src/events/event-bus.ts';
import type { NodeResult } from '../../src/execute/node-result.ts';
import { silentRecorder } from '../../src/execute/run-context.ts';
import { newInvocationId } from '../../src/util/uuid.ts';

/** A project whose builds run in this process, in a database that tests can look into meanwhile. */
export interface InProcess {
  /** Runs `build` with these flags over the defaults; gives results and events. */
  build(
    flags?: Partial<Flags>,
  ): Promise<{ readonly results: readonly NodeResult[]; readonly events: readonly Event[] }>;
  /** A connection of its own to the same database. */
  connect(): Promise<Connection>;
  /** Rows of a query as text cells, on a connection kept for that. */
  rows(sql: string): Promise<readonly (readonly string[])[]>;
  close(): Promise<void>;
}

/** Opens the database of the project in `folder`; `change` makes another adapter of the profile's. */
export async function inProcess(
  folder: string,
  change: (adapter: Adapter) => Adapter = (adapter) => adapter,
): Promise<InProcess> {
  let shared: Promise<Warehouse> | null = null;
  const warehouseOf = (adapter: Adapter, ...given: Parameters<Adapter['open']>): Promise<Warehouse> =>
    (shared ??= adapter.open(...given));
  const adapters = {
    names: adapterLoader.names,
    async load(type: string): Promise<Adapter | null> {
      const adapter = await adapterLoader.load(type);
      if (adapter === null) return null;
      const changed = change(adapter);
      const open: Adapter['open'] = async (...given) => ({
        ...(await warehouseOf(changed, ...given)),
        // The database stays open between builds.
        close: () => Promise.resolve(),
      });
      return { ...changed, open };
    },
  };
  const prepare = async (given: Partial<Flags>) => {
    const flags = {
      ...resolveFlags({
        commandLine: { which: 'build', projectDir: folder, profilesDir: folder, command: {}, vars: {} },
        environment: {},
        projectFlags: {},
      }),
      ...given,
    };
    const events = createEventBus();
    const seen: Event[] = [];
    events.subscribe((event) => seen.push(event));
    const outside = { environment: {}, adapters, startedAt: new Date(), invocationId: newInvocationId() };
    return { events, seen, opened: await openProject(flags, { ...outside, events }) };
  };
  const connect = async (): Promise<Connection> => {
    const { opened } = await prepare({});
    const { adapter, credentials } = opened.project.profile;
    return (await adapter.open(credentials, { threads: 1, projectRoot: folder })).connect();
  };
  let reader: Promise<Connection> | null = null;
  return {
    connect,
    async build(given = {}) {
      const { opened, events, seen } = await prepare(given);
      const ids = select(opened, events);
      const { results } = await runProject({
        opened,
        work: workGraph(opened.manifest, ids, true),
        events,
        recorder: silentRecorder,
        onResult: () => undefined,
      });
      return { results, events: seen };
    },
    async rows(sql) {
      reader ??= connect();
      const { rows } = await (await reader).execute(sql);
      return rows.map((row) =>
        row.map((cell) =>
          cell !== null && typeof cell === 'object' && 'text' in cell ? cell.text : String(cell),
        ),
      );
    },
    async close() {
      if (shared !== null) await (await shared).close();
    },
  };
}
