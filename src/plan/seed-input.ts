import type { RunEnvironment } from '../compile/run-environment.ts';
import type { JsonObject } from '../config/json.ts';
import type { SeedNode } from '../graph/node.ts';
import { inferSeedColumns } from '../materializations/seed-types.ts';
import type { SeedInput } from '../materializations/plan-types.ts';
import { readSeed } from '../parse/seed-file.ts';

/** A seed's file with the types of its columns. Throws ProjectFailure when the file cannot be read as CSV. */
export async function seedInput(node: SeedNode, env: RunEnvironment): Promise<SeedInput> {
  const delimiter = String(node.config['delimiter'] ?? ',');
  const seed = readSeed(node, delimiter);
  const overrides = Object.fromEntries(
    Object.entries((node.config['column_types'] ?? {}) as JsonObject).map(([name, type]) => [
      name,
      String(type),
    ]),
  );
  return {
    file: seed.file,
    delimiter,
    columns: inferSeedColumns(seed.header, seed.rows, {
      overrides,
      dialect: env.project.profile.adapter.dialect,
    }),
    empty: env.project.flags.empty,
  };
}
