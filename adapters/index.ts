import type { Adapter } from '../src/adapter-api/adapter.ts';

/** Every adapter by the `type` of profiles.yml; each is loaded when it is asked for. */
export const adapters = {
  duckdb: async () => (await import('./duckdb/adapter.ts')).duckdbAdapter as unknown as Adapter,
} satisfies Record<string, () => Promise<Adapter>>;
