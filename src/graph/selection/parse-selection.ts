import type { IndirectSelection, SelectionExpression, SelectionGroup } from './expression.ts';
import { parseCriterion } from './parse-criterion.ts';

/** What is selected when nothing is asked for, as criteria. */
const EVERYTHING = [
  'fqn:*',
  'source:*',
  'exposure:*',
  'metric:*',
  'semantic_model:*',
  'saved_query:*',
  'unit_test:*',
];

/**
 * `--select` and `--exclude`: spaces unite, commas intersect, and what is excluded is taken from what is included
 * (everything, where nothing is). Throws ProjectFailure TX1401 or TX1402.
 */
export function parseSelection(
  select: readonly string[],
  exclude: readonly string[],
  indirectSelection: IndirectSelection,
): SelectionExpression {
  const included =
    select.length === 0 ? everything(indirectSelection) : union(select, indirectSelection, true);
  if (exclude.length === 0) return included;
  return {
    kind: 'difference',
    components: [included, union(exclude, indirectSelection, true)],
    indirectSelection,
    warnAs: null,
  };
}

/** The modes that weigh a test's parents weigh them for each criterion: there, as in dbt, criteria it is. */
function everything(mode: IndirectSelection): SelectionExpression {
  return mode === 'eager' || mode === 'empty' ? { kind: 'everything' } : union(EVERYTHING, mode, false);
}

function union(
  values: readonly string[],
  indirectSelection: IndirectSelection,
  warn: boolean,
): SelectionGroup {
  const parts = values.flatMap((value) => value.split(' '));
  return {
    kind: 'union',
    components: parts.map((part) => intersection(part, indirectSelection, warn)),
    indirectSelection,
    warnAs: null,
  };
}

function intersection(part: string, indirectSelection: IndirectSelection, warn: boolean): SelectionGroup {
  return {
    kind: 'intersection',
    components: part.split(',').map((criterion) => parseCriterion(criterion, indirectSelection)),
    indirectSelection,
    warnAs: warn ? part : null,
  };
}
