import type { ProjectError } from '../../errors/project-error.ts';
import { reach } from '../dag.ts';
import type { Criterion, IndirectSelection, SelectionExpression, SelectionGroup } from './expression.ts';
import type { SelectionContext, SelectionMethod } from './method.ts';
import { nearestCriterion } from './nearest-criterion.ts';
import { selectionMethods } from './methods/index.ts';
import type { SelectionGraph } from './selection-graph.ts';
import type { GraphNode, ResourceType } from '../node.ts';
import { isTest, parentIds } from '../node-kinds.ts';

/** What evaluating an expression needs; warnings are added to. */
export interface Evaluation {
  readonly graph: SelectionGraph;
  readonly context: SelectionContext;
  readonly warnings: ProjectError[];
}

/** Nodes selected, and tests that would be if more of their parents were. */
interface Selected {
  readonly direct: ReadonlySet<string>;
  readonly indirect: ReadonlySet<string>;
}

/** unique ids that an expression selects, unfiltered. */
export function evaluate(expression: SelectionExpression, evaluation: Evaluation): ReadonlySet<string> {
  return evaluateBoth(expression, evaluation).direct;
}

function evaluateBoth(expression: SelectionExpression, evaluation: Evaluation): Selected {
  if (expression.kind === 'criterion') return evaluateCriterion(expression, evaluation);
  if (expression.kind === 'everything')
    return { direct: new Set(evaluation.graph.nodes.keys()), indirect: new Set() };
  const parts = expression.components.map((component) => evaluateBoth(component, evaluation));
  const direct = combine(
    expression.kind,
    parts.map((part) => part.direct),
  );
  const indirect = combine(
    expression.kind,
    parts.map((part) => part.indirect),
  );
  const selected = withCompletedTests(direct, indirect, expression.indirectSelection, evaluation.graph);
  if (expression.warnAs !== null && selected.size === 0)
    evaluation.warnings.push(nothingMatches(expression.warnAs, expression, evaluation.graph));
  return { direct: selected, indirect };
}

function nothingMatches(
  written: string,
  expression: SelectionExpression,
  graph: SelectionGraph,
): ProjectError {
  const near = nearestCriterion(expression, wholeNodes(graph));
  return {
    code: 'TX1410',
    message: `The selection criterion '${written}' does not match any enabled nodes`,
    ...(near !== null && { hint: `Did you mean '${near}'?` }),
  };
}

function wholeNodes(graph: SelectionGraph): readonly GraphNode[] {
  return [...graph.nodes.keys()].flatMap((id) => graph.load(id) ?? []);
}

function nodesOfType<T extends ResourceType>(
  graph: SelectionGraph,
  type: T,
): readonly Extract<GraphNode, { readonly resourceType: T }>[] {
  const found: Extract<GraphNode, { readonly resourceType: T }>[] = [];
  for (const [id, { resourceType }] of graph.nodes) {
    const node = resourceType === type ? graph.load(id) : undefined;
    if (node?.resourceType === type) found.push(node as Extract<GraphNode, { readonly resourceType: T }>);
  }
  return found;
}

function combine(kind: SelectionGroup['kind'], sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const [first = new Set<string>(), ...rest] = sets;
  if (rest.length === 0) return first;
  switch (kind) {
    case 'union': {
      const all = new Set(first);
      for (const set of rest) for (const id of set) all.add(id);
      return all;
    }
    case 'intersection':
      return new Set([...first].filter((id) => rest.every((set) => set.has(id))));
    case 'difference':
      return new Set([...first].filter((id) => !rest.some((set) => set.has(id))));
  }
}

function evaluateCriterion(criterion: Criterion, { graph, context }: Evaluation): Selected {
  const method = (selectionMethods as Readonly<Record<string, SelectionMethod>>)[criterion.method];
  const matched =
    method?.select({
      value: criterion.value,
      methodArguments: criterion.methodArguments,
      heads: graph.heads,
      get nodes() {
        return wholeNodes(graph);
      },
      ofType: (type) => nodesOfType(graph, type),
      context,
    }) ?? [];
  const selected = withNeighbours(criterion, idsOf(matched), graph);
  return expandToTests(selected, criterion.indirectSelection, graph);
}

function idsOf(nodes: readonly { readonly uniqueId: string }[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { uniqueId } of nodes) ids.add(uniqueId);
  return ids;
}

/** Applies the graph operators. */
function withNeighbours(
  criterion: Criterion,
  matched: ReadonlySet<string>,
  graph: SelectionGraph,
): ReadonlySet<string> {
  if (!criterion.childrensParents && !criterion.parents && !criterion.children) return matched;
  const selected = new Set(matched);
  const add = (ids: Iterable<string>): void => {
    for (const id of ids) selected.add(id);
  };
  if (criterion.childrensParents) {
    const below = new Set([...matched, ...reach(matched, graph.children)]);
    add(below);
    add(reach(below, graph.parents));
  }
  if (criterion.parents) add(reach(matched, graph.parents, criterion.parentsDepth));
  if (criterion.children) add(reach(matched, graph.children, criterion.childrenDepth));
  return selected;
}

/** Takes the tests of selected nodes along as the mode says; those it leaves are kept apart as indirect. */
function expandToTests(
  selected: ReadonlySet<string>,
  mode: IndirectSelection,
  graph: SelectionGraph,
): Selected {
  // What is selected whole has no test to take along.
  if (mode === 'empty' || selected.size === 0 || selected.size === graph.nodes.size)
    return { direct: selected, indirect: new Set() };
  const direct = new Set(selected);
  const indirect = new Set<string>();
  const enough = testsAreCovered(selected, mode, graph);
  for (const [id, head] of graph.nodes) {
    if (!isTest(head) || !isBelow(id, selected, graph)) continue;
    if (mode === 'eager' || enough(parentsOf(id, graph))) direct.add(id);
    else indirect.add(id);
  }
  return { direct, indirect };
}

/** Asked of tests alone, it needs the edges upwards only, which are at hand. */
function isBelow(id: string, selected: ReadonlySet<string>, graph: SelectionGraph): boolean {
  return graph.parents.get(id)?.some((parent) => selected.has(parent)) ?? false;
}

function parentsOf(id: string, graph: SelectionGraph): readonly string[] {
  const node = graph.load(id);
  return node === undefined ? [] : parentIds(node);
}

/** After sets are combined: tests that were left, and whose parents are all there now. */
function withCompletedTests(
  direct: ReadonlySet<string>,
  indirect: ReadonlySet<string>,
  mode: IndirectSelection,
  graph: SelectionGraph,
): ReadonlySet<string> {
  if (mode !== 'cautious' && mode !== 'buildable') return direct;
  const enough = testsAreCovered(direct, mode, graph);
  const completed = [...indirect].filter((id) => graph.nodes.has(id) && enough(parentsOf(id, graph)));
  return completed.length === 0 ? direct : new Set([...direct, ...completed]);
}

/** Tells whether a test's parents allow to take it: all selected, or (buildable) selected, above one, or a source. */
function testsAreCovered(
  selected: ReadonlySet<string>,
  mode: IndirectSelection,
  graph: SelectionGraph,
): (parents: readonly string[]) => boolean {
  if (mode !== 'buildable') return (parents) => parents.every((id) => selected.has(id));
  const above = reach(selected, graph.parents);
  return (parents) =>
    parents.every(
      (id) => selected.has(id) || above.has(id) || graph.nodes.get(id)?.resourceType === 'source',
    );
}
