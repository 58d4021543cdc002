import { holdsOneInterval, isBoundTo } from '../graph/interval-bound.ts';
import type { Manifest } from '../graph/manifest.ts';
import type { ModelNode } from '../graph/node.ts';
import { clocksInFilters } from './clocks.ts';
import { atMatch } from './finding.ts';
import { modelsOf, type ValidationRule } from './rule.ts';
import { placeTokens, type PlacedToken } from './sql-clauses.ts';
import { sqlTokens } from './sql-tokens.ts';

/** A model for one interval does not read a view whose rows depend on all intervals. */
export const unboundedView: ValidationRule = {
  name: 'unbounded-view',
  code: 'TX2006',
  description:
    'A model that is bound to an interval does not read a view that aggregates, ranks or cuts rows of every interval.',
  stage: 'lint',
  check: ({ manifest, intervalVar }) =>
    modelsOf(manifest).flatMap((model) => {
      if (!isBoundTo(intervalVar, model, manifest)) return [];
      return viewsAbove(model, manifest).flatMap((view) => {
        if (holdsOneInterval(intervalVar, view, manifest)) return [];
        const mixing = mixesIntervals(placeTokens(sqlTokens(view.rawCode)));
        if (mixing === null) return [];
        const message = `Model '${model.name}' is bound to an interval, but reads ${view.config['materialized'] as string} '${view.name}', which ${mixing}`;
        const hint = `A rerun of an old interval would see what came later. Filter '${view.name}' by var('${intervalVar}') too, or build it as an incremental model.`;
        return [atMatch({ code: 'TX2006', message, hint }, model, new RegExp(`['"]${view.name}['"]`))];
      });
    }),
};

/** Views and ephemeral models above a model, with nothing built between them and it. */
function viewsAbove(model: ModelNode, manifest: Manifest): readonly ModelNode[] {
  const found = new Map<string, ModelNode>();
  const pending = [...model.dependsOn.nodes];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const node = manifest.nodes.get(id);
    if (node?.resourceType !== 'model' || found.has(id)) continue;
    if (!['view', 'ephemeral'].includes(String(node.config['materialized']))) continue;
    found.set(id, node);
    pending.push(...node.dependsOn.nodes);
  }
  return [...found.values()];
}

/** How a view's rows of one interval come to depend on other rows; null when they do not. */
function mixesIntervals(tokens: readonly PlacedToken[]): string | null {
  const words = tokens.map((token) => (token.kind === 'word' ? token.text.toLowerCase() : token.text));
  const pair = (first: string, second: string): boolean =>
    words.some((word, index) => word === first && words[index + 1] === second);
  if (pair('group', 'by')) return 'aggregates over every interval';
  if (pair('over', '(') || words.includes('qualify')) return 'ranks or sums over every interval';
  if (pair('select', 'distinct')) return 'removes duplicates over every interval';
  if (words.includes('limit')) return 'cuts its rows off with a limit';
  if (clocksInFilters(tokens).length > 0) return 'moves its rows with the clock';
  return null;
}
