import { lookupVar } from '../config/vars.ts';
import { isBoundTo } from '../graph/interval-bound.ts';
import { readInterval } from '../intervals/interval-values.ts';
import type { OpenedProject } from './open-project.ts';

/**
 * Refuses a run whose variable names no interval, before anything is built. Throws ProjectFailure TX2101; says nothing
 * without tx.yml, where nobody sets the variable, and where no selected node reads it.
 */
export function checkInterval({ project, manifest }: OpenedProject, ids: readonly string[]): void {
  const { tx } = project;
  if (tx === null) return;
  const { var: name } = tx.interval;
  const value = lookupVar(project, project.root.name, name);
  if (value === undefined || value === null) return;
  try {
    readInterval(value, tx.interval, name);
  } catch (thrown) {
    const reads = ids.some((id) => {
      const node = manifest.nodes.get(id);
      return node !== undefined && isBoundTo(name, node, manifest);
    });
    if (reads) throw thrown;
  }
}
