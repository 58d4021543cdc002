import type { Json, JsonObject } from '../config/json.ts';
import type { Project } from '../config/project.ts';
import type { TxConfig } from '../config/tx-config.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { isBoundTo, isReplaced } from '../graph/interval-bound.ts';
import type { Manifest } from '../graph/manifest.ts';
import type { GraphNode, ModelNode, SqlNode } from '../graph/node.ts';
import { readsThis } from '../graph/variables-read.ts';
import { intervalAt } from '../intervals/boundaries.ts';
import { readInterval } from '../intervals/interval-values.ts';

/** A project with tx.yml and a ledger: what work on intervals needs. */
export type IntervalProject = Project & { readonly tx: TxConfig };

/** The project where it keeps a ledger. Throws ProjectFailure TX5003 where it does not. */
export function requireLedger(project: Project, command: string): IntervalProject {
  const { tx } = project;
  if (tx !== null && tx.ledger !== null) return { ...project, tx };
  const off = tx !== null;
  throw new ProjectFailure({
    code: 'TX5003',
    message: `${command} needs the ledger, ${off ? 'which tx.yml switches off' : 'and the project has no tx.yml'}`,
    hint: off ? 'Remove ledger: off.' : 'Run tx init in the project folder; it writes tx.yml.',
    location: { file: off ? 'tx.yml' : 'dbt_project.yml' },
  });
}

/** Whether a model builds one microbatch after another. */
export function isMicrobatch(node: GraphNode): node is ModelNode {
  return (
    node.resourceType === 'model' &&
    node.config['materialized'] === 'incremental' &&
    node.config['incremental_strategy'] === 'microbatch'
  );
}

/** Whether a node is built for an interval: what it becomes depends on the interval's variable, or it is a microbatch model. */
export function isIntervalBound(
  node: GraphNode,
  manifest: Manifest,
  { tx }: IntervalProject,
): node is SqlNode {
  return isMicrobatch(node) || isBoundTo(tx.interval.var, node, manifest);
}

/** Whether a relation keeps the intervals it was built for before; a table or view holds the last one alone. */
export function keepsIntervals(node: GraphNode): boolean {
  return node.resourceType === 'model' && !isReplaced(node);
}

/** Whether reading a node means reading its parents. */
export function isPassedThrough(node: GraphNode): boolean {
  return node.config['materialized'] === 'view';
}

/** Whether an interval of the node needs the one before it: the node says so, or reads `this`. */
export function dependsOnPast(node: GraphNode): boolean {
  const said = setting(node, 'depends_on_past');
  if (typeof said === 'boolean') return said;
  return 'rawCode' in node && !isMicrobatch(node) && readsThis(node);
}

/** The start of the first interval that the node says it has (`begin`); null when it does not say. Throws ProjectFailure TX2101. */
export function beginOf(node: GraphNode, { tx }: IntervalProject): string | null {
  const said = setting(node, 'begin');
  if (said === undefined || said === null) return null;
  const text = String(said).trim();
  const timed = /^\d{4}-\d\d-\d\d[T ]\d\d/.test(text);
  const settings = { ...tx.interval, grain: timed ? ('hour' as const) : ('day' as const) };
  const { start } = readInterval(timed ? text.slice(0, 13) : text, settings, `begin of ${node.name}`);
  return intervalAt(Date.parse(start), tx.interval).start;
}

/** A setting of tx: `meta.tx.<key>`, or an ordinary config of that name. */
function setting(node: GraphNode, key: string): Json | undefined {
  const meta = node.config['meta'];
  const own = isObject(meta) && isObject(meta['tx']) ? meta['tx'][key] : undefined;
  return own ?? node.config[key];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
