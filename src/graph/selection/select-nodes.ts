import type { Json } from '../../config/json.ts';
import type { ProjectError } from '../../errors/project-error.ts';
import type { Manifest } from '../manifest.ts';
import type { ResourceType } from '../node.ts';
import type { PreviousState } from '../state-comparison.ts';
import { compareState } from '../state-comparison.ts';
import { evaluate } from './evaluate.ts';
import type { IndirectSelection, SelectionExpression } from './expression.ts';
import type { SelectionContext } from './method.ts';
import { parseSelection } from './parse-selection.ts';
import { selectionFailure } from './selection-failure.ts';
import { selectionGraph } from './selection-graph.ts';
import type { Selector } from './yaml-selectors.ts';
import { parseSelectors } from './yaml-selectors.ts';

/** What to select from, and how. */
export interface SelectionOptions {
  readonly manifest: Manifest;
  /** `--select` and `--exclude` as given; each may hold several criteria with spaces between. */
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  /** `--selector`: wins over both. */
  readonly selector: string | null;
  /** The value of `selectors:` in selectors.yml, null without one. */
  readonly selectors: Json;
  readonly indirectSelection: IndirectSelection;
  /** The types that the command works on, as `resourceTypesOf` gives them. */
  readonly resourceTypes: ReadonlySet<ResourceType>;
  /** Whether nodes with an empty file are selected (`ls` lists them; nothing runs them). */
  readonly includeEmptyNodes: boolean;
  readonly previousState: PreviousState | null;
  /** Constraint types that the warehouse enforces, for `state:modified`; all where absent. */
  readonly enforcedConstraints?: ReadonlySet<string>;
}

/** The selected nodes. */
export interface Selection {
  /** unique ids, sorted. */
  readonly ids: readonly string[];
  readonly warnings: readonly ProjectError[];
}

/**
 * Selects nodes as dbt does. Throws ProjectFailure (TX14xx) for what is not a selection: unknown methods and selectors,
 * values that a method does not take, comparisons without a state.
 */
export function selectNodes(options: SelectionOptions): Selection {
  const { manifest, select, exclude, selector, resourceTypes } = options;
  const selectors = parseSelectors(options.selectors, options.indirectSelection);
  const state = compareState(manifest, options.previousState, options.enforcedConstraints);
  const graph = selectionGraph(manifest, options.includeEmptyNodes);
  const warnings: ProjectError[] = [];
  const context: SelectionContext = {
    manifest,
    state,
    selectNamed: (name) => evaluate(selectorNamed(name, selectors).expression, { graph, context, warnings }),
  };
  const expression = chooseExpression(options, selectors);
  if (isSet(selector) && select.length + exclude.length > 0) warnings.push(IGNORED);
  const selected = evaluate(expression, { graph, context, warnings });
  const ids = [...selected]
    .filter((id) => {
      const node = graph.nodes.get(id);
      return node !== undefined && resourceTypes.has(node.resourceType);
    })
    .sort();
  warnings.push(...state.warnings);
  if (ids.length === 0) warnings.push({ code: 'TX1411', message: 'No nodes selected!' });
  return { ids, warnings };
}

const IGNORED: ProjectError = {
  code: 'TX1412',
  message:
    'The --select and --exclude arguments are being ignored for node selection because --selector is provided',
};

function isSet(text: string | null | undefined): text is string {
  return text !== null && text !== undefined && text !== '';
}

/** `--selector`, else what the command line selects, else the default selector, else everything. */
function chooseExpression(
  options: SelectionOptions,
  selectors: ReadonlyMap<string, Selector>,
): SelectionExpression {
  const { select, exclude, selector } = options;
  if (isSet(selector)) return selectorNamed(selector, selectors).expression;
  if (select.length + exclude.length === 0) {
    const standard = [...selectors.values()].find((candidate) => candidate.isDefault);
    if (standard !== undefined) return standard.expression;
  }
  return parseSelection(select, exclude, options.indirectSelection);
}

function selectorNamed(name: string, selectors: ReadonlyMap<string, Selector>): Selector {
  const selector = selectors.get(name);
  if (selector !== undefined) return selector;
  const known = [...selectors.keys()].map((key) => `'${key}'`).join(', ');
  throw selectionFailure('TX1404', `Could not find selector named ${name}, expected one of [${known}]`, {
    name,
    candidates: selectors.keys(),
  });
}
