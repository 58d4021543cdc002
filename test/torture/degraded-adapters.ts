import { adapterLoader as whole } from '../../adapters/index.ts';
import { withoutTransactions } from '../support/degraded-adapter.ts';

/** The adapters as warehouses without transactions. */
export const adapterLoader = {
  names: whole.names,
  async load(type: string) {
    const adapter = await whole.load(type);
    return adapter === null ? null : withoutTransactions(adapter);
  },
};
