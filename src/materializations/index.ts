import { ephemeral } from './ephemeral.ts';
import { functionMaterialization } from './function.ts';
import { external } from './external.ts';
import { incremental } from './incremental.ts';
import { materializedView } from './materialized-view.ts';
import type { Materialization } from './plan-types.ts';
import { seed } from './seed.ts';
import { snapshot } from './snapshot.ts';
import { tableFunction } from './table-function.ts';
import { table } from './table.ts';
import { view } from './view.ts';

/** Every materialization that ships with tx, by the name that `materialized` takes. */
export const materializations = {
  view,
  table,
  incremental,
  ephemeral,
  seed,
  snapshot,
  materialized_view: materializedView,
  function: functionMaterialization,
  external,
  table_function: tableFunction,
} as const satisfies Record<string, Materialization>;
