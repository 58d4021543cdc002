import type { Project } from '../config/project.ts';
import { lookupVar } from '../config/vars.ts';
import { isBoundTo } from '../graph/interval-bound.ts';
import type { Manifest } from '../graph/manifest.ts';
import type { SqlNode } from '../graph/node.ts';

import type { Interval } from '../intervals/interval.ts';
import { readInterval } from '../intervals/interval-values.ts';

/**
 * The interval that a run with these variables builds of a node; null for a node that does not read the interval's
 * variable, where nobody sets it, and without tx.yml. Throws ProjectFailure TX2101 when its value names no interval.
 */
export function intervalOfNode(
  node: SqlNode,
  { project, manifest }: { readonly project: Project; readonly manifest: Manifest },
): Interval | null {
  const { tx } = project;
  if (tx === null) return null;
  const { var: name, ...settings } = tx.interval;
  if (!isBoundTo(name, node, manifest)) return null;
  const value = lookupVar(project, node.packageName, name);
  return value === undefined || value === null ? null : readInterval(value, settings, name);
}
