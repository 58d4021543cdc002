import type { Json, JsonObject } from '../config/json.ts';
import type { Linker } from './linker.ts';
import { describe, findInPackages, packagesToSearch } from './linker.ts';
import type { SemanticNode } from './node.ts';
import { isJsonObject, jsonList, jsonObject, jsonObjectOrNull, stringList, stringOr } from './read-json.ts';
import { didYouMean, resolveNames } from './resolve-dependencies.ts';

/**
 * Resolves what metrics, semantic models and saved queries depend on, and fills what only the graph knows: the
 * `node_relation` of semantic models and the `input_measures` of metrics.
 */
export function linkSemanticNode(node: SemanticNode, linker: Linker): SemanticNode {
  switch (node.resourceType) {
    case 'semantic_model':
      return linkSemanticModel(node, linker);
    case 'saved_query': {
      const names = stringList(jsonObject(node.body['query_params'])['metrics']);
      return withParents(
        node,
        names.map((name) => [name]),
        [],
        linker,
      );
    }
    case 'metric':
      return linkMetric(node, linker);
  }
}

function linkSemanticModel(node: SemanticNode, linker: Linker): SemanticNode {
  const linked = withParents(node, [], [], linker);
  const target = node.refs
    .map((reference) =>
      findInPackages(linker.refables, reference.name, packagesToSearch(linker, node, reference.package)),
    )
    .find((found) => found !== undefined);
  if (target === undefined || jsonObjectOrNull(node.body['node_relation']) !== null) return linked;
  const relation: JsonObject = {
    alias: target.alias,
    schema_name: target.schema,
    database: target.database,
    relation_name: target.relationName,
  };
  return { ...linked, body: { ...linked.body, node_relation: relation } };
}

function linkMetric(node: SemanticNode, linker: Linker): SemanticNode {
  const params = jsonObject(node.body['type_params']);
  const models = semanticModelsOf(node, params, linker);
  const inputs = metricInputs(params).map((input) => [stringOr(input['name'], '')]);
  const linked = withParents(node, inputs, models, linker);
  if (jsonList(params['input_measures']).length > 0) return linked;
  const body = {
    ...linked.body,
    type_params: { ...params, input_measures: inputMeasures(node, linker, new Set()) },
  };
  return { ...linked, body };
}

function withParents(
  node: SemanticNode,
  metrics: readonly (readonly string[])[],
  semanticModels: readonly string[],
  linker: Linker,
): SemanticNode {
  const { ids } = resolveNames(node, { refs: node.refs, metrics }, linker);
  const nodes = [...new Set([...node.dependsOn.nodes, ...semanticModels, ...ids])];
  return { ...node, dependsOn: { ...node.dependsOn, nodes } };
}

/** The metrics that a ratio, derived or cumulative metric is made of. */
function metricInputs(params: JsonObject): readonly JsonObject[] {
  const cumulative = jsonObject(params['cumulative_type_params'])['metric'];
  return [params['numerator'], params['denominator'], ...jsonList(params['metrics']), cumulative].filter(
    isJsonObject,
  );
}

/** The measures that a metric names itself. */
function ownMeasures(params: JsonObject): readonly JsonObject[] {
  const conversion = jsonObject(params['conversion_type_params']);
  return [params['measure'], conversion['base_measure'], conversion['conversion_measure']].filter(
    isJsonObject,
  );
}

/** The measures at the bottom of a metric, through the metrics it is made of; `seen` guards against cycles. */
function inputMeasures(node: SemanticNode, linker: Linker, seen: Set<string>): readonly Json[] {
  if (seen.has(node.uniqueId)) return [];
  seen.add(node.uniqueId);
  const params = jsonObject(node.body['type_params']);
  const fromMetrics = metricInputs(params).flatMap((input) => {
    const name = stringOr(input['name'], '');
    const metric = findInPackages(linker.metrics, name, packagesToSearch(linker, node, null));
    return metric === undefined ? [] : inputMeasures(metric, linker, seen);
  });
  return [...ownMeasures(params), ...fromMetrics];
}

/** unique ids of the semantic models whose measures a metric uses. */
function semanticModelsOf(node: SemanticNode, params: JsonObject, linker: Linker): readonly string[] {
  const byMeasure = ownMeasures(params).flatMap((measure) => {
    const name = stringOr(measure['name'], '');
    const owner = linker.measures.get(name);
    if (owner === undefined) linker.errors.push(unknownMeasure(node, name, linker));
    return owner === undefined ? [] : [owner.uniqueId];
  });
  const named = stringOr(jsonObject(params['metric_aggregation_params'])['semantic_model'], '');
  const model = findInPackages(linker.semanticModels, named, packagesToSearch(linker, node, null));
  return model === undefined ? byMeasure : [...byMeasure, model.uniqueId];
}

function unknownMeasure(node: SemanticNode, name: string, linker: Linker) {
  const hint = didYouMean(name, linker.measures.keys());
  return {
    code: 'TX1304',
    message: `${describe(node)} uses a measure named '${name}' that no semantic model has`,
    location: { file: node.originalFilePath },
    nodeId: node.uniqueId,
    ...(hint !== null && { hint }),
  } as const;
}
