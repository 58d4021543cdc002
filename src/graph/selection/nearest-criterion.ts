import { suggest } from '../../errors/did-you-mean.ts';
import type { GraphNode } from '../node.ts';
import type { Criterion, SelectionExpression } from './expression.ts';

/** What a method's values are taken from, where a person may have misspelt one. */
const CANDIDATES: Readonly<Record<string, (node: GraphNode) => readonly string[]>> = {
  fqn: (node) => [node.name, node.fqn.join('.'), node.fqn.slice(1).join('.'), ...node.fqn.slice(0, -1)],
  tag: (node) => node.tags,
  source: (node) =>
    node.resourceType === 'source' ? [node.sourceName, `${node.sourceName}.${node.name}`] : [],
  package: (node) => [node.packageName],
  path: (node) => parentFolders(node.originalFilePath),
  file: (node) => [node.originalFilePath.split('/').at(-1) ?? ''],
  exposure: (node) => (node.resourceType === 'exposure' ? [node.name] : []),
  group: (node) => ('group' in node && node.group !== null ? [node.group] : []),
};

/** The nearest value that the project has for a criterion that matched nothing; null when none is near. */
export function nearestCriterion(expression: SelectionExpression, nodes: Iterable<GraphNode>): string | null {
  const criterion = onlyCriterion(expression);
  const candidatesOf = criterion === null ? undefined : CANDIDATES[criterion.method];
  if (criterion === null || candidatesOf === undefined) return null;
  const near = suggest(criterion.value, new Set([...nodes].flatMap(candidatesOf)));
  return near === null ? null : criterion.raw.replace(criterion.value, near);
}

function onlyCriterion(expression: SelectionExpression): Criterion | null {
  if (expression.kind === 'criterion') return expression;
  if (expression.kind === 'everything') return null;
  const [only, ...others] = expression.components;
  return only === undefined || others.length > 0 ? null : onlyCriterion(only);
}

function parentFolders(file: string): readonly string[] {
  const parts = file.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
