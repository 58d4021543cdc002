import type { Adapter } from '../src/adapter-api/adapter.ts';

/** Every adapter by the `type` of profiles.yml; each is loaded when it is asked for. */
export const adapters = {
  duckdb: async () => (await import('./duckdb/adapter.ts')).duckdbAdapter as unknown as Adapter,
  postgres: async () => (await import('./postgres/adapter.ts')).postgresAdapter as unknown as Adapter,
} satisfies Record<string, () => Promise<Adapter>>;

/** Gives adapters by `type`, null where there is none of that name: what opening a project takes. */
export const adapterLoader = {
  names: Object.keys(adapters),
  load: async (type: string): Promise<Adapter | null> =>
    Object.hasOwn(adapters, type) ? adapters[type as keyof typeof adapters]() : null,
};
